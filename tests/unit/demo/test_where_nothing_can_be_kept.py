"""What stands in the way of the demo is one clear sentence."""

from pathlib import Path

import pytest
import typer

from deploy.demo.__main__ import demo


def test_a_directory_that_one_may_not_even_look_into_is_one_clear_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    nowhere = tmp_path / ("x" * 300)  # for root, too, whom no permission keeps out

    with pytest.raises(typer.Exit) as ended:
        demo(exit=True, data=nowhere)

    said = " ".join(capsys.readouterr().out.split())
    assert ended.value.exit_code == 1
    assert said.startswith("Cannot write to the data directory")
    assert said.endswith("(File name too long): give another with --data.")
