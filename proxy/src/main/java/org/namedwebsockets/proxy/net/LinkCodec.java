package org.namedwebsockets.proxy.net;

import io.netty.handler.codec.http2.DefaultHttp2Connection;
import io.netty.handler.codec.http2.DefaultHttp2RemoteFlowController;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.UniformStreamByteDistributor;

/**
 * The HTTP/2 settings of a link. Where they differ from the library's the reason was measured, see
 * {@code docs/protocol/link.md}.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc9113 RFC 9113, "HTTP/2"
 */
final class LinkCodec extends Http2FrameCodecBuilder {
  /** The largest frame: 16 KiB, the least that HTTP/2 lets an end announce. */
  static final int FRAME_BYTES_MAX = 16 << 10;

  private static final int HEADER_BYTES_MAX = 8 << 10;
  private static final int RESET_WINDOW_SECONDS = 30;
  private static final int QUEUED_CONTROL_MAX = 1000;
  private static final int EMPTY_DATA_MAX = 2;
  private static final int SMALL_CONTINUATIONS_MAX = 16;

  LinkCodec(boolean server, LinkNetLimits limits) {
    var connection = new DefaultHttp2Connection(server, 0);
    // Shares are even to 1 %, at a quarter less CPU than the default's weighted tree.
    connection
        .remote()
        .flowController(
            new DefaultHttp2RemoteFlowController(
                connection, new UniformStreamByteDistributor(connection)));
    connection(connection);
    var settings =
        new Http2Settings()
            .initialWindowSize(limits.windowBytes())
            .maxFrameSize(FRAME_BYTES_MAX)
            .maxHeaderListSize(HEADER_BYTES_MAX);
    initialSettings(
        server
            ? settings.maxConcurrentStreams(limits.streamsMax()).connectProtocolEnabled(true)
            : settings.pushEnabled(false).maxConcurrentStreams(0));
    gracefulShutdownTimeoutMillis(limits.closeMax().toMillis());
    decoderEnforceMaxRstFramesPerWindow(limits.resetsMax(), RESET_WINDOW_SECONDS);
    encoderEnforceMaxRstFramesPerWindow(limits.resetsMax(), RESET_WINDOW_SECONDS);
    encoderEnforceMaxQueuedControlFrames(QUEUED_CONTROL_MAX);
    decoderEnforceMaxConsecutiveEmptyDataFrames(EMPTY_DATA_MAX);
    decoderEnforceMaxSmallContinuationFrames(SMALL_CONTINUATIONS_MAX);
  }
}
