"""The words of rank: one ordered table that :mod:`netanalysis.titles.levels` reads.

A title is read from left to right; at each word the *first* entry of the table that fits
takes its words, and reading goes on behind them. So "vice president" is taken before
"president" is seen, and an entry higher in the table wins over a lower one that begins at
the same word. English, German, French and Spanish; both grammatical genders fit alike and
none is kept. How patterns are written: :mod:`netanalysis.titles.lexicon`.

What an entry does with its words (``effect``):

``role``    a role of this level
``lowers``  the part of the title it stands in is of this level, whatever else it names
            ("Marketing Director Assistant")
``void``    these words are about somebody else's role, or one not held now; if ``level``
            is given, the words as a whole are still a role of that level

``confidence`` is set by hand: 0.9 a word that hardly means anything else, 0.7 usually,
0.5 often something else, 0.4 and less a guess. It is an order of trust, not a probability.
"""

from __future__ import annotations

from typing import Final

from netanalysis.titles.lesser_lexicon import (
    DEPUTIES,
    HEAD_OF_FIRM,
    LEARNING,
    NOT_THIS_ROLE,
    OF_PARTNERS,
    OF_STATE,
)
from netanalysis.titles.lexicon import Entry
from netanalysis.titles.profession_lexicon import PROFESSIONS

_CHIEF_OF_WHAT: Final = (
    r"(?:executive|operat\w+|financ\w+|tech\w+|information|marketing|products?|people|human"
    r"|talent|revenues?|commercial|sales|strategy|strategic|data|digital|legal|medical|scien\w+"
    r"|security|risk|compliance|investment|business|development|growth|customer|client|content"
    r"|creative|innovation|communications?|administrat\w+|analytics|ai|design|privacy|procurement"
    r"|purchasing|supply|sustainability|nursing|clinical|academic|research|learning|transformation"
    r"|brand|experience|audit|accounting|credit|quality|engineering|software|partnerships?|channel"
    r"|diversity|external|corporate|public|government|regulatory|manufacturing|knowledge|media)"
)

_TOP_ROLES: Final = (
    Entry(
        "vice president",
        6,
        0.9,
        r"(?:s|e|r|g|f|c|d)?vps?|vi[cz]e ?pr[a-z]{0,3}id[ea]nt\w*|vize ?präsident\w*",
    ),
    Entry(
        "owner of a product or process",
        2,
        0.7,
        r"(?:product|process|service|system|data|risk|application|feature|solution|platform"
        r"|portfolio|content|project|capability) owner",
    ),
    Entry(
        "founder or owner",
        7,
        0.9,
        r"(?:co ?)?(?:founders?|owners?|fondateur|fondatrice|fundadora?|gründer(?:in)?)"
        r"|(?:mit)?inhaber(?:in)?|proprietor|propriétaire|propietari[oa]|dueñ[oa]"
        r"|chef d entreprise|shareholder"
        r"|founding (?:partner|chair|chairman|director|ceo|president|principal)",
        r"gründer(?:in)?|gesellschafter(?:in)?",
    ),
    Entry("entrepreneur", 7, 0.4, r"(?:solo|entre)preneur(?! in residence)|unternehmer(?:in)?"),
    Entry(
        "advisory board",
        5,
        0.4,
        r"(?:member of the )?advisory (?:board|council)(?: member)?"
        r"|board (?:of )?advis\w*(?: member)?|board observer|beirat\w*",
    ),
    Entry(
        "chair or board member of a club",
        5,
        0.4,
        # The committees of a board are its own; clubs and alumni are not the firm.
        r"(?:club|chapter|alumni(?: \w+){0,2}|conference|session|working group|task force"
        r"|mentorship|education) (?:vice |co |board )?(?:chair(?:man|woman|person)?"
        r"|board(?: member)?)"
        r"|honorary (?:president|chair(?:man|woman|person)?|director|board member)"
        r"|ehren(?:präsident|vorsitzende)\w*|président(?:e)? d honneur"
        r"|(?:co ?)?chair(?:man|woman|person)? of (?:the )?(?:\w+ ){0,3}"
        r"(?:club|chapter|alumni|conference|working group|task force)",
    ),
    Entry(
        "board member",
        7,
        0.6,
        r"(?:member of (?:the )?|mitglied des )?(?:supervisory |executive |management )?"
        r"board(?! secretary)"
        r"(?: of (?:the )?(?:directors?|trustees|governors|management))?(?: member| director)?"
        r"|(?:non ?executive|independent) director|trustee|boardmember|aufsichtsrat\w*"
        r"|verwaltungsrat\w*|conseil d administration|administrat(?:eur|rice)|consejer[oa]",
    ),
    Entry(
        "chief executive",
        7,
        0.9,
        r"c ?e ?o|chief exec\w*(?: officer)?|pdg|président directeur général|director general"
        r"|presidente directora? general|direct(?:eur|rice) générale?|direction générale"
        r"|directora general|consejer[oa] delegad[oa]"
        rf"|(?!\w*(?:assisten|referent))(?:{HEAD_OF_FIRM})"
        r"|generaldirektor(?:in)?|gérante?",
    ),
    Entry(
        "chair of a department",
        5,
        0.6,
        r"(?:department|faculty|division|programme?|subject) (?:vice |co )?chair(?:man|woman)?"
        r"|chair of (?:the )?(?:\w+ ){0,2}department",
    ),
    Entry("chair", 7, 0.8, r"(?:co ?)?chair(?:man|men|woman|person|s)?|vorsitz\w*"),
    Entry(
        "chief officer",
        7,
        0.9,
        rf"c[ftoimpd]o|ciso|chro|cdao|cpto|csco|chief (?:\w+ )?{_CHIEF_OF_WHAT} (?:\w+ )?off?icer"
        rf"|chief {_CHIEF_OF_WHAT} (?:\+ )?(?:\w+ ){{1,3}}off?icer",
    ),
    Entry("chief officer by an unclear abbreviation", 7, 0.6, r"c[rscolxabgnk]o"),
    Entry("chief officer of an unusual kind", 7, 0.4, r"chief (?:\w+ ){1,4}?officer"),
    Entry(
        "chief of a craft or a unit",
        5,
        0.6,
        r"chief (?:\w+ ){0,2}?(?:architect|engineer|scientist|accountant|editor|counsel|designer"
        r"|nurse|technician|developer|manager|product owner)|chief of(?: the)?"
        r"|chefredakteur(?:in)?|chef(?:arzt|ärztin)"
        r"|(?:division|section|branch|department|unit|deputy|bureau|fire|police) chief"
        r"|rédact(?:eur|rice) en chef|editor in chief",
    ),
    Entry("chief of something", 7, 0.4, r"chief"),
    Entry(
        "president",
        7,
        0.8,
        r"president[ea]?|präsident(?:in)?|rektor(?:in)?|chancellor|mayor|bürgermeister(?:in)?"
        r"|minister|secretary general|general secretary|generalsekretär(?:in)?"
        rf"|secretary {OF_STATE}",
    ),
)

_RUNNING_A_BUSINESS: Final = (
    Entry(
        "managing or executive director",
        6,
        0.8,
        r"managing (?:\w+ )?directors?|executive (?:\w+ )?directors?|general director"
        r"|direct(?:eur|rice) exécuti(?:f|ve)|directora? (?:ejecutiv[oa]|gerente)"
        r"|md(?= \+)|(?<=\+ )md|(?<![a-z0-9|+] )md(?! (?:\| )?(?:phd|mph|msc|facs|mba))",
    ),
    Entry(
        "executive committee",
        6,
        0.6,
        r"executive (?:committee|team)|(?:executive )?leadership team|comex|codir"
        r"|comité (?:exécutif|de direction)|geschäftsleit\w*|mitglied der gl",
    ),
    Entry("general manager", 6, 0.8, r"(?:general|gen) manager(?:in)?|gerente general|gm"),
    Entry(
        "business partner",
        3,
        0.6,
        r"(?:hr|people|it|finance|business|client|channel|sales|commercial|talent|acquisition|learning"
        r"|development|solutions?|delivery|marketing|product|technology|recruit\w+|strategic)"
        r" (?:business )?partner|hrbp"
        r"|sparring ?partner|\w*ansprechpartner(?:in)?",
    ),
    Entry(
        "partner",
        6,
        0.7,
        r"(?:managing |senior |general |equity |limited |founding |venture )?partner(?:in)?"
        # A "Senior Partner Manager" manages partners.
        rf"(?! {OF_PARTNERS})"
        r"|managing principal|socio|socia|associée?",
    ),
)

_DIRECTORS: Final = (
    Entry("executive chef or producer", 4, 0.6, r"executive (?:producer|chef|editor|housekeeper)"),
    Entry("art director", 5, 0.5, r"art ?dire[ck]tor(?:in)?|director of photography"),
    Entry(
        "director",
        5,
        0.9,
        r"directors?|directeure?|directrice|directora|dir|dean|dekan(?:in)?|doyenn?e?"
        r"|direction (?:commerciale|marketing|technique|des|de la|du)",
        r"direktor(?:in)?|direktion",
    ),
    Entry(
        "head of a craft",
        4,
        0.6,
        r"head (?:dentist|chef|coach|nurse|teacher|trainer|cook|gardener|librarian|brewer|baker"
        r"|tutor|waiter|cashier)|headmaster|headteacher",
    ),
    Entry("head of", 5, 0.8, r"heads?|dsi|drh|daf"),
    Entry("general counsel", 5, 0.6, r"general counsel|(?:company|corporate|board) secretary"),
    Entry("Prokurist", 5, 0.5, r"prokurist(?:in)?|ppa|handlungsbevollm\w*"),
    Entry(
        "leading a team, project or branch",
        4,
        0.8,
        r"chef(?:fe)? d(?:e|u|es)? (?:projets?|produits?|équipe|marché|groupe|chantier|secteur)"
        r"|jef[ea] de (?:proyecto|equipo|producto)|team ?(?:lead|leader(?:in)?|chef(?:in)?)",
        r"(?:team|projekt|gruppen|schicht|bau|filial|markt|linien|kurs"
        r"|(?:gebiets|bezirks)(?:verkaufs)?) ?"
        r"(?:leit(?:er|erin|ung)|leader(?:in)?|lead)",
    ),
    Entry(
        "Leiter or Leitung",
        5,
        0.8,
        r"leitende[rn]?|chef(?:fe)? d(?:e|u|es) \w+|jef[ea] de(?: \w+)?|chef(?:in)? vom dienst"
        r"|abteilungschef(?:in)?",
        r"leiter(?:in)?|leitung",
    ),
)

_MANAGERS: Final = (
    Entry("lead", 4, 0.8, r"leads?|leaders?|líder|supervisor[ae]?"),
    Entry(
        "principal",
        4,
        0.7,
        r"principal|principle(?= (?:\w+ )?(?:engineer|consultant|architect|scientist|technical))"
        r"|distinguished|managing (?:consultant|editor|counsel)|ober(?:arzt|ärztin)",
    ),
    Entry(
        "manager of accounts, products or projects",
        4,
        0.7,
        r"(?:account|product|produkt|project|community|office|content|event|relationship|success)"
        r" ?manager(?:in)?",
        r"(?:projekt|produkt|event)manager(?:in)?",
    ),
    Entry(
        "manager",
        4,
        0.8,
        r"managers|mgr|mananger|managr|mangager|manger|gerente|responsable|encargad[oa]"
        r"|gestionnaire|treasurer|superintendent",
        r"manager(?:in)?|verantwortliche[rn]?",
    ),
)

_EVERYBODY_ELSE: Final = (
    Entry(
        "senior",
        3,
        0.8,
        r"senior|snr|sr|leading(?= (?:\w+ ){0,2}(?:consultant|engineer|expert|specialist|developer"
        r"|scientist|designer|analyst))"
        r"|staff(?= (?:\w+ )?(?:engineer|scientist|developer|designer))"
        r"|(?:of )?counsel|fellow|experte?|expertin|experto|experta|meister(?:in)?|foreman"
        r"|architects?|surgeon|judge|notar(?:in)?",
        r"architekt(?:in)?",
    ),
    Entry(
        "staff member",
        2,
        0.5,
        r"employee?|staff|collaborat(?:eur|rice)|emplead[oa]|team member"
        r"|member of technical staff",
        r"mitarbeiter(?:in)?",
    ),
    Entry("analyst", 2, 0.8, r"analista", r"anal[yi]st(?:in|e)?s?"),
    Entry("Referent or clerk", 2, 0.7, r"referente", r"referent(?:in)?|sachbearbeiter(?:in)?"),
)

ENTRIES: Final = (
    *NOT_THIS_ROLE,
    *LEARNING,
    *DEPUTIES,
    *_TOP_ROLES,
    *_RUNNING_A_BUSINESS,
    *_DIRECTORS,
    *_MANAGERS,
    *_EVERYBODY_ELSE,
    PROFESSIONS,
)
"""The lexicon, in the order in which it is tried at each word."""

BELOW_VICE_PRESIDENT: Final = frozenset(
    {
        "chief officer",
        "chief officer by an unclear abbreviation",
        "chief officer of an unusual kind",
        "chief of something",
        "president",
    }
)
"""Roles that do not count beside "vice president" in one title.

In "Senior Vice President, Chief Information Officer" the rank is the first part and the
second says what it is for; in "President, Texas Group & EVP" the president is of a unit.
"""

JOKES: Final = frozenset(
    (
        "awesome awesomeness boss chaos dreamer fun geek guru happiness impressions jedi joy "
        "magic meme monkey nerd ninja pirate rockstar superhero troublemaker unicorn vibes "
        "wizard yolo"
    ).split()
)
"""Words that make a title of rank a play on one: the level stands, hardly trusted."""
