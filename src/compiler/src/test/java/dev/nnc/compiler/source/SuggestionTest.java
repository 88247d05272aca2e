package dev.nnc.compiler.source;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SuggestionTest {
  private static final List<String> KNOWN =
      List.of("relu", "gelu", "softmax", "softplus", "cross_entropy", "dense", "x", "Price");

  @ParameterizedTest
  @CsvSource({
    "rleu,relu",
    "sofmax,softmax",
    "softMax,softmax",
    "crossentropy,cross_entropy",
    "cross_entrpoy,cross_entropy",
    "dens,dense",
    "price,Price",
    "elu,gelu",
    "banana,",
    "y,",
    "dense,"
  })
  void isTheNearest(String name, String expected) {
    assertEquals(Optional.ofNullable(expected), Suggestion.closest(name, KNOWN));
  }
}
