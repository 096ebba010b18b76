"""How much of a file is read. These guard the reader; they are
no rule of a tariff or a law."""

FILE_BYTES = 10 * 1024 * 1024
ELEMENTS = 500_000
NOTES = 100_000
DEPTH = 64
ARCHIVE_MEMBERS = 200
ARCHIVE_BYTES = 100 * 1024 * 1024
ARCHIVE_RATIO = 100
