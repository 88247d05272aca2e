package dev.nnc.data;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A recording: the WAVE format with 8 or 16 bits of linear PCM a sample. The file is a row of
 * chunks, a name of four letters, a length and content each; {@code fmt } says how the samples in
 * {@code data} are written.
 *
 * @param rate samples a second
 * @param samples from -1 to 1; of more channels, their mean
 */
@SuppressWarnings("ArrayRecordComponent")
record WavFile(int rate, float[] samples) {
  private static final int RIFF = 0x46464952;
  private static final int WAVE = 0x45564157;
  private static final int FORMAT = 0x20746d66;
  private static final int DATA = 0x61746164;
  private static final int PCM = 1;
  private static final int EXTENSIBLE = 0xFFFE;

  /**
   * Reads a recording.
   *
   * @param bytes of the file
   * @param place of the file, for messages
   * @throws DataException if it is none
   */
  static WavFile read(byte[] bytes, Place place) {
    ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    if (bytes.length < 12 || in.getInt(0) != RIFF || in.getInt(8) != WAVE) {
      throw new DataException(
          DataCode.WRONG_FORMAT, place, "this is no WAV file", "Convert it to WAV");
    }
    in.position(12);
    ByteBuffer format = null;
    while (in.remaining() >= 8) {
      int name = in.getInt();
      long length = Integer.toUnsignedLong(in.getInt());
      if (name == DATA && format != null) {
        if (length > in.remaining()) {
          throw Encoding.truncated(place, length + " bytes of sound", in.remaining() + "");
        }
        return samples(
            format, in.slice().order(ByteOrder.LITTLE_ENDIAN).limit((int) length), place);
      }
      if (length > in.remaining()) {
        break;
      }
      if (name == FORMAT && length >= 16) {
        format = in.slice().order(ByteOrder.LITTLE_ENDIAN).limit((int) length);
      }
      in.position(in.position() + (int) Math.min(in.remaining(), length + length % 2));
    }
    throw new DataException(
        DataCode.BAD_HEADER, place, "it has no sound in it", "Convert it to WAV again");
  }

  private static WavFile samples(ByteBuffer format, ByteBuffer data, Place place) {
    int kind = format.getShort(0) & 0xFFFF;
    if (kind == EXTENSIBLE && format.limit() >= 26) {
      kind = format.getShort(24) & 0xFFFF;
    }
    int channels = format.getShort(2) & 0xFFFF;
    int rate = format.getInt(4);
    int bits = format.getShort(14) & 0xFFFF;
    if (kind != PCM || (bits != 8 && bits != 16)) {
      throw new DataException(
          DataCode.UNSUPPORTED_TYPE,
          place,
          "its samples have " + bits + " bits" + (kind == PCM ? "" : " and are not linear PCM"),
          "Convert it to 8 or 16 bits of linear PCM");
    }
    if (channels < 1 || rate < 1) {
      throw new DataException(
          DataCode.BAD_HEADER,
          place,
          "it has " + channels + " channels and a rate of " + rate,
          "Convert it to WAV again");
    }
    int width = bits / 8 * channels;
    float[] samples = new float[data.limit() / width];
    for (int i = 0; i < samples.length; i++) {
      int sum = 0;
      for (int c = 0; c < channels; c++) {
        sum += bits == 8 ? (data.get(i * width + c) & 255) - 128 : data.getShort(i * width + 2 * c);
      }
      samples[i] = (float) ((double) sum / channels / (bits == 8 ? 128 : 32768));
    }
    return new WavFile(rate, samples);
  }
}
