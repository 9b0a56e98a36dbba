package org.namedwebsockets.verify.system;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.DecodeHintType;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.ReaderException;
import com.google.zxing.common.GlobalHistogramBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;

/** Reads QR codes off a picture, as the camera of a phone does, or off a terminal. */
public final class QrReader {
  /** Pixels of one module of a code that a terminal shows. */
  private static final int MODULE = 4;

  private static final int DARK = 0x000000;
  private static final int LIGHT = 0xFFFFFF;

  private QrReader() {}

  /**
   * What the code on a picture says.
   *
   * @param png the picture
   * @return the text
   */
  public static String read(byte[] png) {
    try {
      return read(ImageIO.read(new ByteArrayInputStream(png)));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String read(BufferedImage image) {
    int width = image.getWidth();
    int height = image.getHeight();
    int[] pixels = image.getRGB(0, 0, width, height, null, 0, width);
    var source = new RGBLuminanceSource(width, height, pixels);
    try {
      return new QRCodeReader()
          .decode(
              new BinaryBitmap(new GlobalHistogramBinarizer(source)),
              Map.of(DecodeHintType.TRY_HARDER, true))
          .getText();
    } catch (ReaderException e) {
      throw new AssertionError("there is no code that can be read", e);
    }
  }

  /**
   * What a code of half blocks says, black on white between {@code ESC[30;107m} and {@code ESC[0m}.
   *
   * @param shown all that a terminal was told
   * @return the text
   */
  static String readTerminal(String shown) {
    List<String> rows =
        shown
            .lines()
            .filter(line -> line.contains("\u001b[30;107m"))
            .map(line -> line.replaceFirst(".*\u001b\\[30;107m", ""))
            .map(line -> line.replaceFirst("\u001b\\[0m.*", ""))
            .toList();
    var image =
        new BufferedImage(
            rows.getFirst().length() * MODULE,
            rows.size() * 2 * MODULE,
            BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        char block = rows.get(y / (2 * MODULE)).charAt(x / MODULE);
        boolean upper = y / MODULE % 2 == 0;
        boolean dark = block == '\u2588' || block == (upper ? '\u2580' : '\u2584');
        image.setRGB(x, y, dark ? DARK : LIGHT);
      }
    }
    return read(image);
  }
}
