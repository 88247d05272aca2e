package dev.nnc.data;

import java.util.Locale;

/** The catalogue of what can be wrong with data. A code keeps its number and meaning for ever. */
public enum DataCode {
  /** There is no file of that name. */
  NOT_FOUND(1),
  /** The name is that of a folder. */
  IS_A_FOLDER(2),
  /** The file is there but cannot be read. */
  UNREADABLE(3),
  /** The file cannot be written. */
  NOT_WRITABLE(4),
  /** The compressed file is damaged. */
  BAD_COMPRESSION(5),
  /** There is no file of the kind or name that is looked for. */
  NO_FILES(6),
  /** The file is empty. */
  EMPTY_FILE(10),
  /** The file has a header, but no rows, or none of them counts. */
  NO_ROWS(11),
  /** A row has another number of cells than the first line. */
  RAGGED_ROW(12),
  /** The file is not UTF-8 text. */
  NOT_TEXT(13),
  /** A quoted cell is not closed, or goes on after its closing quote. */
  BAD_QUOTES(14),
  /** The file lacks a column. */
  UNKNOWN_COLUMN(15),
  /** More than one column has the name. */
  AMBIGUOUS_COLUMN(16),
  /** A field names more or fewer columns than it has numbers. */
  COLUMN_COUNT(17),
  /** A cell is empty. */
  MISSING_VALUE(18),
  /** A cell is not a number. */
  NOT_A_NUMBER(19),
  /** A number is infinite, not a number, or too large for the precision. */
  NOT_FINITE(20),
  /** A text is none of the categories. */
  UNKNOWN_CATEGORY(21),
  /** A class number is not a whole number in its range. */
  OUT_OF_CLASSES(22),
  /** A column has no value in any training row, so that none can be filled in. */
  NOTHING_TO_FIT(23),
  /** A text has a character or word that the vocabulary lacks. */
  UNKNOWN_TOKEN(24),
  /** A vocabulary has more tokens than the field has classes. */
  VOCABULARY_SIZE(25),
  /** A source has nothing for a field of the model. */
  UNREADABLE_FIELD(26),
  /** A text has more tokens, or a recording more frames, than the field takes. */
  TOO_LONG(27),
  /** A recording has another number of samples a second than the others. */
  WRONG_RATE(28),
  /** The file does not begin as its format requires. */
  WRONG_FORMAT(30),
  /** The file ends before its header says. */
  TRUNCATED(31),
  /** The file goes on after its header says. */
  TRAILING_BYTES(32),
  /** The header or directory contradicts itself or cannot be read. */
  BAD_HEADER(33),
  /** The numbers are stored in a type that is not read. */
  UNSUPPORTED_TYPE(34),
  /** An array has another shape than its field or parameter. */
  SHAPE_MISMATCH(35),
  /** The arrays of a source hold different numbers of examples. */
  COUNT_MISMATCH(36),
  /** An array is not in the file. */
  UNKNOWN_ARRAY(37),
  /** The file holds an array that nothing asks for. */
  EXTRA_ARRAY(38),
  /** The examples do not fit into memory. */
  TOO_LARGE(39),
  /** The format of a source or file is not one that is known. */
  UNKNOWN_FORMAT(40),
  /** A source does not take the argument. */
  UNKNOWN_ARGUMENT(41),
  /** A source lacks an argument. */
  MISSING_ARGUMENT(42),
  /** An argument has a value that makes no sense. */
  BAD_ARGUMENT(43);

  private final int number;

  DataCode(int number) {
    this.number = number;
  }

  /** The code as messages show it, such as {@code ND019}. */
  public String id() {
    return String.format(Locale.ROOT, "ND%03d", number);
  }
}
