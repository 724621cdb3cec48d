"""Every trap of the format: a small export beside exactly the tables it must give.

``python tests/loaders/linkedin/regenerate_golden.py`` writes the expected tables anew.
"""

import pytest
from golden_cases import BUILDERS, GOLDEN, cases, expected, read_case, same_content


@pytest.mark.parametrize("name", cases())
def test_the_export_gives_exactly_the_expected_tables(name):
    found, wanted = read_case(name), expected(name)
    assert sorted(found) == sorted(wanted)
    for file, text in wanted.items():
        assert found[file] == text, file


@pytest.mark.parametrize("name", BUILDERS)
def test_inputs_made_by_code_are_as_their_builders_make_them(name):
    assert same_content((GOLDEN / name).read_bytes(), BUILDERS[name]())
