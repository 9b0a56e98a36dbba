package org.namedwebsockets.proxy.net;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.util.function.Consumer;

/**
 * How this machine's kernel is asked: epoll on Linux, else what the JDK has.
 *
 * @param word its name in the log
 * @param io makes the loop's input and output
 * @param server a listening socket
 * @param socket a connected one
 */
record Transport(
    String word,
    IoHandlerFactory io,
    Class<? extends ServerChannel> server,
    Class<? extends SocketChannel> socket) {

  static Transport best() {
    return Epoll.isAvailable()
        ? new Transport(
            "epoll",
            EpollIoHandler.newFactory(),
            EpollServerSocketChannel.class,
            EpollSocketChannel.class)
        : new Transport(
            "nio", NioIoHandler.newFactory(), NioServerSocketChannel.class, NioSocketChannel.class);
  }

  /**
   * Listens, once it is bound, and accepts, once it is told to read.
   *
   * @param queue how many the kernel lets wait
   * @param accept is handed each connection, on the group's loop
   */
  ServerBootstrap accepting(EventLoopGroup group, int queue, Consumer<SocketChannel> accept) {
    return new ServerBootstrap()
        .group(group)
        .channel(server)
        .option(ChannelOption.SO_REUSEADDR, true)
        .option(ChannelOption.AUTO_READ, false)
        .option(ChannelOption.SO_BACKLOG, queue)
        .childOption(ChannelOption.TCP_NODELAY, true)
        .childHandler(
            new ChannelInitializer<SocketChannel>() {
              @Override
              protected void initChannel(SocketChannel socket) {
                accept.accept(socket);
              }
            });
  }
}
