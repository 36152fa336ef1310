"""Reading FASTA files and tables: what is refused, and how the message says where."""

import pytest

from automappa.data.errors import DataError
from automappa.data.fasta import check_start, read_fasta, write_fasta
from automappa.data.schemas import BINNING, MARKERS
from automappa.data.tables import read_table, write_table

MARKER_TITLES = "contig\tqname\tsname\tsacc\tfull_seq_score\tcutoff\n"


def test_headers_end_at_the_first_blank_and_bases_are_upper_case(tmp_path):
    path = tmp_path / "a.fna"
    path.write_bytes(b"\n>one first contig\r\nacgt\r\nNN\r\n\r\n>two\nGG\n")
    assert read_fasta(path) == {"one": b"ACGTNN", "two": b"GG"}


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"])
def test_marks_and_line_ends_of_editors_are_understood(tmp_path, end):
    path = tmp_path / "a.fna"
    path.write_bytes(end.join([b"\xef\xbb\xbf>c1", b"AC", b"GT", b">c2", b"A", b""]))
    check_start(path)
    assert read_fasta(path) == {"c1": b"ACGT", "c2": b"A"}


def test_written_contigs_are_read_back(tmp_path):
    contigs = {"one": b"ACGT" * 50, "two": b"G"}
    write_fasta(tmp_path / "a.fna", contigs)
    assert read_fasta(tmp_path / "a.fna") == contigs


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "a.fna: the file is empty"),
        (b" \n\n", "a.fna: the file is empty"),
        (b"ACGT\n>x\nA\n", "does not begin with '>'"),
        (b">\nACGT\n", "a header line is empty"),
        (b">x\n>y\nA\n", "contig x has no bases"),
        (b">x\nACGT!\n", "contig x holds '!', which is no nucleotide"),
        (b">x\nA\n>x\nA\n", "contig x stands in it twice"),
    ],
)
def test_what_is_no_fasta_file_is_refused(tmp_path, content, message):
    (tmp_path / "a.fna").write_bytes(content)
    with pytest.raises(DataError, match=message):
        read_fasta(tmp_path / "a.fna")


def test_missing_files_are_named_without_their_folder(tmp_path):
    for read in (read_fasta, lambda path: read_table(path, MARKERS)):
        with pytest.raises(DataError, match=r"^gone: cannot be read \(No such file"):
            read(tmp_path / "gone")


def test_blank_cells_are_none_and_foreign_columns_left_out(tmp_path):
    path = tmp_path / "binning.tsv"
    titles = "contig\tmood\tcluster\tcompleteness\tpurity\tcoverage\tgc_content\tlength\tclass\ttaxid\n"
    path.write_text(f"{titles}c1\tfine\tunclustered\t\tNaN\t1.5\t50\t10\tClostridia\t562.0\n\n")
    (row,) = read_table(path, BINNING)
    assert row["header"] == "c1"
    assert "mood" not in row
    assert row["cluster"] is row["completeness"] is row["purity"] is row["x_1"] is None
    assert (row["coverage"], row["length"], row["klass"], row["taxid"]) == (1.5, 10, "Clostridia", 562)


def test_written_rows_are_read_back(tmp_path):
    row = {"header": "c1", "orf": "c1_1", "sname": "m", "sacc": "PF1", "full_seq_score": 3.5, "cutoff": 1.0}
    write_table(tmp_path / "m.tsv", MARKERS, [row])
    assert read_table(tmp_path / "m.tsv", MARKERS) == [row]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "m.tsv: the file is empty"),
        ("contig,qname\n", "columns are missing: contig, qname, sname, sacc, full_seq_score, cutoff"),
        (MARKER_TITLES + "c1\tq\n", "line 2 has 2 cells instead of 6"),
        (MARKER_TITLES + "c1\tq\tn\ta\tmany\t1\n", "line 2: full_seq_score holds 'many', which is no number"),
        (MARKER_TITLES + "c1\tq\tn\ta\tinf\t1\n", "line 2: full_seq_score holds 'inf', which is no number"),
        (MARKER_TITLES + "c1\tq\tn\ta\t1\t1\n\tq\tn\ta\t1\t1\n", "line 3: contig is blank"),
    ],
)
def test_wrong_tables_are_refused_with_the_place(tmp_path, content, message):
    (tmp_path / "m.tsv").write_text(content)
    with pytest.raises(DataError, match=message):
        read_table(tmp_path / "m.tsv", MARKERS)


@pytest.mark.parametrize(
    ("gc_content", "length", "message"),
    [
        ("120", "9", "gc_content holds '120', which is no percentage"),
        ("5_0", "9", "gc_content holds '5_0', which is no number"),
        ("50", "9.5", "which is no whole number"),
        ("50", "-9", "which is below 0"),
        ("50", "3000000000", "which is too large"),
    ],
)
def test_numbers_out_of_range_are_refused(tmp_path, gc_content, length, message):
    titles = "contig\tcluster\tcompleteness\tpurity\tcoverage\tgc_content\tlength\n"
    (tmp_path / "b.tsv").write_text(f"{titles}c1\tb\t90\t90\t3\t{gc_content}\t{length}\n")
    with pytest.raises(DataError, match=message):
        read_table(tmp_path / "b.tsv", BINNING)


def test_a_table_that_is_no_text_is_refused(tmp_path):
    (tmp_path / "m.tsv").write_bytes(b"\xff\xfe\x00contig")
    with pytest.raises(DataError, match="not a text file in UTF-8"):
        read_table(tmp_path / "m.tsv", MARKERS)
