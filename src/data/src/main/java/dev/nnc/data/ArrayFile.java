package dev.nnc.data;

import dev.nnc.runtime.Precision;
import java.io.Closeable;
import java.nio.file.Path;
import java.util.Set;

/** A file of named arrays. */
sealed interface ArrayFile extends Closeable permits NpzFile, SafetensorsFile {
  /** The names of all arrays, in the order of the file. */
  Set<String> names();

  /**
   * Reads an array.
   *
   * @param name one of {@link #names}
   * @param precision the format of its numbers in memory
   * @return the array
   * @throws DataException if it cannot be read
   */
  StoredArray read(String name, Precision precision);

  @Override
  void close();

  /**
   * Opens a file.
   *
   * @param file its name; what it ends in tells the format
   * @return the file, to be closed
   * @throws DataException if it cannot be read
   */
  static ArrayFile open(Path file) {
    return switch (Format.of(file)) {
      case NPZ -> NpzFile.open(file);
      case SAFETENSORS -> SafetensorsFile.open(file);
    };
  }

  /** The formats. */
  enum Format {
    /** NumPy's archive. */
    NPZ,
    /** Hugging Face's. */
    SAFETENSORS;

    /** The format that a file's name says. */
    static Format of(Path file) {
      String name = String.valueOf(file.getFileName());
      if (name.endsWith(".npz")) {
        return NPZ;
      }
      if (name.endsWith(".safetensors")) {
        return SAFETENSORS;
      }
      throw new DataException(
          DataCode.UNKNOWN_FORMAT,
          Place.of(file),
          "the name does not say which format the arrays are in",
          "Let it end in .npz or .safetensors");
    }
  }
}
