package dev.nnc.cli.terminal;

import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;

/** A terminal whose output tests read. */
final class Screen {
  private final StringWriter text = new StringWriter();

  Terminal terminal(boolean colored, boolean live) {
    PrintWriter writer = new PrintWriter(text);
    return new Terminal(writer, writer, InputStream.nullInputStream(), colored, live, 80);
  }

  String text() {
    return text.toString();
  }
}
