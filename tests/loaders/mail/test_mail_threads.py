"""Conversations: by identifiers, else carefully by subject."""

from __future__ import annotations

from mail_makers import message, read_messages

from netanalysis.loaders.mail.threads import base_subject, is_reply


def thread_count(folder, *mail):
    return read_messages(folder, *mail).interactions.thread_id.nunique()


def test_references_join_even_where_the_first_message_is_not_in_the_archive(tmp_path):
    one = message(message_id="<b@x>", references="<a@x>", subject="one")
    other = message(message_id="<c@x>", in_reply_to="<a@x>", subject="other", from_="eve@x.org")
    assert thread_count(tmp_path, one, other) == 1


def test_the_thread_is_called_after_its_earliest_message(tmp_path):
    late = message(message_id="<b@x>", in_reply_to="<a@x>", subject="late")
    early = message(message_id="<a@x>", date="Mon, 7 Aug 2000 12:00 UT", subject="early")
    table = read_messages(tmp_path, late, early).interactions.set_index("subject")
    assert table.thread_id["late"] == table.interaction_id["early"]


def test_an_address_among_the_references_joins_nothing(tmp_path):
    one = message(message_id="<a@x>", references="<bob@example.org>", subject="one")
    other = message(message_id="<b@x>", references="<bob@example.org>", subject="other")
    assert thread_count(tmp_path, one, other) == 2


def test_an_identifier_that_many_messages_bear_joins_nothing(tmp_path):
    mail = [message(message_id="<same@x>", subject=f"topic {n}") for n in range(6)]
    assert thread_count(tmp_path, *mail) == 6


def test_copies_of_one_message_do_not_make_its_identifier_a_common_one(tmp_path):
    question = message(message_id="<a@x>", subject="question")
    answer = message(message_id="<b@x>", in_reply_to="<a@x>", subject="answer", from_="eve@x.org")
    table = read_messages(tmp_path, *[question] * 6, *[answer] * 6).interactions
    assert len(table) == 2
    assert table.thread_id.nunique() == 1


def test_gmail_threads_are_taken_over(tmp_path):
    mail = [message(subject=s, x_gm_thrid="177") for s in ("one", "other")]
    assert thread_count(tmp_path, *mail) == 1


def test_an_answer_without_references_joins_the_subject_between_the_same_two(tmp_path):
    question = message(subject="lunch?")
    answer = message(
        subject="RE: lunch?",
        from_="bob@example.org",
        to="ada@example.org",
        date="Wed, 9 Aug 2000 12:00:00 +0000",
    )
    assert thread_count(tmp_path, question, answer) == 1


def test_the_subject_alone_joins_neither_strangers_nor_old_mail_nor_new_topics(tmp_path):
    question = message(subject="lunch?")
    answer = {"subject": "Re: lunch?", "from_": "bob@example.org", "to": "ada@example.org"}
    stranger = {**answer, "from_": "eve@example.org"}
    assert thread_count(tmp_path, question, message(**stranger)) == 2
    late = message(**answer, date="Sat, 9 Sep 2000 12:00:00 +0000")
    assert thread_count(tmp_path, question, late) == 2
    again = message(**{**answer, "subject": "lunch?"}, date="Wed, 9 Aug 2000 12:00 UT")
    assert thread_count(tmp_path, question, again) == 2


def test_prefixes_of_replies_are_known_in_several_languages():
    for subject in ("Re: AW: [list] plans", "FWD: plans", "Sv: Re[2]: Plans", "plans"):
        assert base_subject(subject) == "plans"
    assert is_reply("[list] Re: x")
    assert is_reply("Antw: x")
    assert not is_reply("Reply: x")
    assert base_subject("Re:") != ""


def test_the_subject_joins_nobody_who_was_not_asked(tmp_path):
    """Two colleagues write to a third and to a team; one never saw the other's mail."""
    both = {"to": "bob@example.org, team@example.org"}
    one = message(subject="hello", from_="ada@example.org", **both)
    other = message(
        subject="Re: hello", from_="eve@example.org", date="Wed, 9 Aug 2000 12:00 UT", **both
    )
    assert thread_count(tmp_path, one, other) == 2


def test_a_subject_without_words_joins_nothing(tmp_path):
    one = message(subject="Re:")
    other = message(
        subject="RE: ",
        from_="bob@example.org",
        to="ada@example.org",
        date="Wed, 9 Aug 2000 12:00 UT",
    )
    assert thread_count(tmp_path, one, other) == 2
