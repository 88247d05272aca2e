package dev.nnc.compiler.syntax;

import dev.nnc.compiler.source.Diagnostics;
import dev.nnc.compiler.source.Source;
import dev.nnc.compiler.syntax.grammar.NnParser;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.antlr.v4.runtime.BaseErrorListener;
import org.antlr.v4.runtime.CommonTokenStream;
import org.antlr.v4.runtime.Parser;
import org.antlr.v4.runtime.RecognitionException;
import org.antlr.v4.runtime.Recognizer;
import org.antlr.v4.runtime.atn.ATNConfigSet;
import org.antlr.v4.runtime.atn.PredictionMode;
import org.antlr.v4.runtime.dfa.DFA;
import org.antlr.v4.runtime.misc.Interval;

/** Parses in the mode that finds every text with two readings. */
final class ExactParse {
  private ExactParse() {}

  /** What is wrong with a text: errors, and stretches that can be read in two ways. */
  static List<String> complaints(Source source) {
    List<String> complaints = new ArrayList<>();
    CommonTokenStream stream =
        dev.nnc.compiler.syntax.Parser.stream(new Tokens(source, new Diagnostics()).words());
    NnParser parser = new NnParser(stream);
    parser.removeErrorListeners();
    parser.getInterpreter().setPredictionMode(PredictionMode.LL_EXACT_AMBIG_DETECTION);
    parser.addErrorListener(
        new BaseErrorListener() {
          @Override
          public void syntaxError(
              Recognizer<?, ?> recognizer,
              Object token,
              int line,
              int column,
              String message,
              RecognitionException e) {
            complaints.add(line + ":" + column + " " + message);
          }

          @Override
          public void reportAmbiguity(
              Parser p, DFA dfa, int start, int stop, boolean exact, BitSet alts, ATNConfigSet c) {
            String rule = NnParser.ruleNames[dfa.atnStartState.ruleIndex];
            complaints.add(
                "two readings of " + rule + ": " + stream.getText(Interval.of(start, stop)));
          }
        });
    parser.file();
    return complaints;
  }
}
