package dev.nnc.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** Reads what {@link TextWriter} wrote; failures name the line. */
final class TextReader {
  private final String text;
  private int at;

  TextReader(String text) {
    this.text = text;
  }

  IllegalArgumentException failure(String found) {
    long line =
        text.substring(0, Math.min(at, text.length())).chars().filter(c -> c == '\n').count();
    return new IllegalArgumentException("line " + (line + 1) + ": " + found);
  }

  private char peek() {
    return at < text.length() ? text.charAt(at) : '\n';
  }

  private void blanks() {
    while (peek() == ' ') {
      at++;
    }
  }

  /** The letters up to the next blank, bracket or line end, without taking them. */
  private String bare() {
    blanks();
    int end = at;
    while (end < text.length() && " ]\n".indexOf(text.charAt(end)) < 0) {
      end++;
    }
    return at < end ? text.substring(at, end) : "";
  }

  /** Whether a word comes next. */
  boolean next(String word) {
    return bare().equals(word);
  }

  TextReader word(String word) {
    String found = bare();
    if (!found.equals(word)) {
      throw failure("\"" + found + "\" instead of \"" + word + "\"");
    }
    at += found.length();
    return this;
  }

  <E extends Enum<E>> E choice(E[] values) {
    String found = bare();
    for (E value : values) {
      if (value.name().toLowerCase(Locale.ROOT).equals(found)) {
        at += found.length();
        return value;
      }
    }
    throw failure("\"" + found + "\" instead of one of " + List.of(values));
  }

  long longInteger() {
    String found = bare();
    try {
      long value = Long.parseLong(found);
      at += found.length();
      return value;
    } catch (NumberFormatException e) {
      throw failure("\"" + found + "\" instead of a whole number");
    }
  }

  int integer() {
    long value = longInteger();
    if (value != (int) value) {
      throw failure(value + " is too large");
    }
    return (int) value;
  }

  double number() {
    String found = bare();
    try {
      double value = Double.parseDouble(found);
      at += found.length();
      return value;
    } catch (NumberFormatException e) {
      throw failure("\"" + found + "\" instead of a number");
    }
  }

  String text() {
    blanks();
    if (peek() != '"') {
      throw failure("\"" + bare() + "\" instead of a quoted text");
    }
    at++;
    StringBuilder read = new StringBuilder();
    while (peek() != '"') {
      if (peek() == '\n') {
        throw failure("a text without its closing quote");
      }
      char c = text.charAt(at++);
      read.append(c == '\\' ? escaped() : c);
    }
    at++;
    return read.toString();
  }

  private char escaped() {
    char c = peek();
    at++;
    return switch (c) {
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> unit();
      case '"', '\\' -> c;
      default -> throw failure("an unknown escape \\" + c);
    };
  }

  /** Four hexadecimal digits. */
  private char unit() {
    at += 4;
    try {
      return (char) Integer.parseInt(text.substring(at - 4, Math.min(at, text.length())), 16);
    } catch (NumberFormatException | IndexOutOfBoundsException e) {
      throw failure("a damaged escape");
    }
  }

  <T> List<T> list(Function<TextReader, T> element) {
    blanks();
    if (peek() != '[') {
      throw failure("\"" + bare() + "\" instead of a list");
    }
    at++;
    List<T> elements = new ArrayList<>();
    for (blanks(); peek() != ']'; blanks()) {
      elements.add(element.apply(this));
    }
    at++;
    return elements;
  }

  /** Whether the line has nothing more. */
  boolean atEnd() {
    blanks();
    return peek() == '\n';
  }

  void end() {
    if (!atEnd()) {
      throw failure("\"" + bare() + "\" at the end of the line");
    }
    at++;
  }

  int integerToEnd() {
    int value = integer();
    end();
    return value;
  }

  String textToEnd() {
    String value = text();
    end();
    return value;
  }

  /** All lines that come next and begin with a keyword. */
  <T> List<T> lines(String keyword, Function<TextReader, T> rest) {
    List<T> read = new ArrayList<>();
    while (next(keyword)) {
      read.add(rest.apply(word(keyword)));
      end();
    }
    return read;
  }

  void endOfText() {
    if (at < text.length()) {
      throw failure("\"" + bare() + "\" instead of the end");
    }
  }
}
