package dev.nnc.compiler.facade;

import java.util.ArrayList;
import java.util.List;

/** A documentation comment whose words come from a .nn file and may hold anything. */
final class Javadoc {
  private static final int WIDTH = 96;

  private final String indent;
  private final List<String> lines = new ArrayList<>();
  private boolean tags;

  Javadoc(String indent) {
    this.indent = indent;
  }

  /** Adds words of the user, an empty line between paragraphs of theirs. */
  Javadoc text(String words) {
    for (String paragraph : words.strip().split("\\n\\s*\\n", -1)) {
      if (lines.isEmpty()) {
        wrap(escaped(paragraph), "");
      } else {
        paragraph(escaped(paragraph));
      }
    }
    return this;
  }

  /** Adds a paragraph of markup. */
  Javadoc paragraph(String markup) {
    lines.add("");
    wrap("<p>" + markup, "");
    return this;
  }

  /** Adds a block tag. */
  Javadoc tag(String name, String words) {
    if (!tags) {
      lines.add("");
      tags = true;
    }
    wrap("@" + name + " " + escaped(words), "    ");
    return this;
  }

  void write(StringBuilder out) {
    out.append(indent).append("/**\n");
    for (String line : lines) {
      out.append(indent).append(line.isEmpty() ? " *" : " * " + line).append('\n');
    }
    out.append(indent).append(" */\n");
  }

  /** Words as Javadoc shows them: no markup, no tags, no end of the comment, no Unicode escapes. */
  static String escaped(String words) {
    return words
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("@", "&#64;")
        .replace("\\", "&#92;")
        .replace("*/", "*&#47;")
        .replace("{", "&#123;")
        .replace("}", "&#125;");
  }

  private void wrap(String text, String hanging) {
    StringBuilder line = new StringBuilder();
    for (String word : text.strip().split("\\s+", -1)) {
      if (line.length() > hanging.length()
          && indent.length() + line.length() + word.length() > WIDTH) {
        lines.add(line.toString());
        line.setLength(0);
        line.append(hanging);
      } else if (line.length() > 0) {
        line.append(' ');
      }
      line.append(word);
    }
    lines.add(line.toString());
  }
}
