package dev.nnc.runtime;

import java.util.List;

/** Writes lines of words, numbers, quoted texts and lists, with single blanks between them. */
final class TextWriter {
  private final StringBuilder out = new StringBuilder();
  private boolean lineStart = true;

  private TextWriter token(String token) {
    out.append(lineStart ? "" : " ").append(token);
    lineStart = false;
    return this;
  }

  TextWriter word(String word) {
    return token(word);
  }

  TextWriter number(long value) {
    return token(Long.toString(value));
  }

  TextWriter number(double value) {
    return token(Double.toString(value));
  }

  TextWriter text(String text) {
    return token(quoted(text));
  }

  TextWriter numbers(List<? extends Number> values) {
    return token("[" + String.join(" ", values.stream().map(String::valueOf).toList()) + "]");
  }

  TextWriter texts(List<String> texts) {
    return token("[" + String.join(" ", texts.stream().map(TextWriter::quoted).toList()) + "]");
  }

  void end() {
    out.append('\n');
    lineStart = true;
  }

  /** Escapes what would end the text or the line, and what an encoding might not carry. */
  private static String quoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> quoted.append("\\\"");
        case '\\' -> quoted.append("\\\\");
        case '\n' -> quoted.append("\\n");
        case '\r' -> quoted.append("\\r");
        case '\t' -> quoted.append("\\t");
        default -> {
          boolean odd =
              Character.isISOControl(c)
                  || Character.isSurrogate(c)
                  || c == '\u2028'
                  || c == '\u2029'
                  || c == '\uFEFF';
          quoted.append(odd ? String.format("\\u%04x", (int) c) : String.valueOf(c));
        }
      }
    }
    return quoted.append('"').toString();
  }

  @Override
  public String toString() {
    return out.toString();
  }
}
