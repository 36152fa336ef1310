"""The command line: results on stdout, errors in one line on stderr."""

import pytest

from automappa.__main__ import main


def load(folder, name="demo"):
    files = {"metagenome": "metagenome.fna", "binning": "binning.tsv", "markers": "markers.tsv"}
    options = [part for option, file in files.items() for part in (f"--{option}", str(folder / file))]
    return main(["load", name, *options])


def test_synthetic_files_can_be_loaded(tmp_path, capsys):
    sizes = ["--genomes", "1", "--contigs", "2", "--unbinned", "1"]
    assert main(["synth", str(tmp_path / "data"), *sizes]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 4
    assert load(tmp_path / "data") == 0
    assert capsys.readouterr().out == "loaded demo as metagenome 1\n"
    assert load(tmp_path / "data") == 0
    assert capsys.readouterr().out == "loaded demo as metagenome 1\n"
    with (tmp_path / "data" / "markers.tsv").open("a") as file:
        file.write("contig_00001\torf\tname\tPF1\t30.0\t25.0\n")
    assert load(tmp_path / "data") == 1
    expected = "error: there is already another metagenome 'demo': choose another name\n"
    assert capsys.readouterr().err == expected


def test_a_deleted_metagenome_is_gone(tmp_path, capsys):
    assert main(["synth", str(tmp_path / "data"), "--genomes", "1", "--contigs", "2", "--unbinned", "1"]) == 0
    assert load(tmp_path / "data") == 0
    assert main(["delete", "demo"]) == 0
    assert capsys.readouterr().out.endswith("deleted demo\n")
    assert main(["delete", "demo"]) == 1
    assert "no metagenome 'demo'; loaded are: none" in capsys.readouterr().err


def test_missing_files_are_an_error_in_one_line(tmp_path, capsys):
    assert load(tmp_path) == 1
    expected = "error: metagenome.fna: cannot be read (No such file or directory)\n"
    assert capsys.readouterr().err == expected


def test_pipeline_of_an_unknown_metagenome_says_which_are_known(capsys):
    assert main(["pipeline", "demo"]) == 1
    assert capsys.readouterr().err == "error: there is no metagenome 'demo'; loaded are: none\n"


def test_wrong_settings_are_an_error(monkeypatch, capsys):
    monkeypatch.setenv("AUTOMAPPA_KMER_SIZE", "nine")
    assert main(["pipeline", "demo"]) == 2
    assert "a setting is wrong" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["pipeline", "demo", "--fast"], "unrecognized arguments: --fast"),
        (["synth", "x", "--genomes", "0"], "must be a whole number above 0, not '0'"),
        (["worker", "--queues", "celery,light"], "known queues are celery, heavy, not 'celery,light'"),
        ([], "the following arguments are required"),
    ],
)
def test_wrong_usage_ends_with_2(arguments, message, capsys):
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    assert message in capsys.readouterr().err


def test_worker_becomes_celery_with_the_options_for_it(monkeypatch):
    seen = []
    monkeypatch.setattr("os.execvpe", lambda program, command, environment: seen.append(command))
    assert main(["worker", "--name", "n@h", "-c", "1", "-P", "solo"]) == 0
    assert seen[0][-8:] == ["-n", "n@h", "-Q", "celery,heavy", "-c", "1", "-P", "solo"]
