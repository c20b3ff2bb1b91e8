"""On a machine that has a Python and make, and nothing else of what Minqing needs, README's first command works."""

from collections.abc import Iterator

import pytest

from tests.deploy.empty import SOMEBODY, SUPERUSER, NoMachine, image, machine

SMALLER = ("make", "demo", "ARGS=--exit --seed 7 --places 9")


@pytest.fixture(scope="module")
def empty(engine: None) -> Iterator[str]:
    try:
        with image() as name:
            yield name
    except NoMachine as why:
        pytest.fail(str(why), pytrace=False)


@pytest.mark.parametrize("user", [SOMEBODY, SUPERUSER])
def test_the_demo_sets_itself_up_and_its_figures_agree(empty: str, user: str) -> None:
    try:
        with machine(empty, user) as there:
            code, output = there.says(*SMALLER)
    except NoMachine as why:
        pytest.fail(str(why), pytrace=False)

    assert code == 0, output[-4000:]
    assert "All figures agree." in output
    assert "✗" not in output


def test_without_a_network_it_is_said_in_one_sentence_that_nothing_was_tried(empty: str) -> None:
    sentence = r"^Nothing was tried: in the container no package index can be reached\.$"
    with machine(empty, SOMEBODY, "--network", "none") as there, pytest.raises(NoMachine, match=sentence):
        there.says(*SMALLER)
