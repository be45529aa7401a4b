package org.podprotocol.relay.gateway;

import com.codahale.metrics.MetricRegistry;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.flow.FlowControlHandler;
import io.netty.handler.flush.FlushConsolidationHandler;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.timeout.IdleStateHandler;
import io.netty.handler.timeout.WriteTimeoutHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.p2p.solanaj.core.PublicKey;
import org.podprotocol.protocol.Domain;
import org.podprotocol.protocol.bytes.Address;
import org.podprotocol.relay.admission.RateLimit;
import org.podprotocol.relay.config.LimitSettings;
import org.podprotocol.relay.config.ListenSettings;

/** The relay's listeners. */
public final class Gateway implements AutoCloseable {
  /** Handlers that a WebSocket has no use for. */
  static final List<Class<? extends ChannelHandler>> HTTP_ONLY =
      List.of(
          ArrivalClock.class,
          FileTransfers.class,
          BodyGate.class,
          FlowControlHandler.class,
          WriteTimeoutHandler.class,
          HttpEdge.class);

  private static final int BACKLOG = 1024;
  private static final int LOOPS = 2;
  private static final int FILE_QUEUE = 256;

  private final EventLoopGroup loops =
      new MultiThreadIoEventLoopGroup(
          LOOPS, new DefaultThreadFactory("gateway"), NioIoHandler.newFactory());
  private final OpenConnections connections = new OpenConnections();
  private final ListenSettings listen;
  private final LimitSettings limits;
  private final @Nullable SslContext tls;
  private final RateLimit<String> rate;
  private final ThreadPoolExecutor fileReads =
      new ThreadPoolExecutor(
          1,
          1,
          0,
          TimeUnit.SECONDS,
          new ArrayBlockingQueue<>(FILE_QUEUE),
          Thread.ofPlatform().name("files").daemon().factory());
  private final List<Channel> listeners = new ArrayList<>();
  private @Nullable EdgeContext api;
  private @Nullable EdgeContext admin;
  private @Nullable ConnectionCount counts;
  private @Nullable FileRoutes files;
  private @Nullable Streams streams;
  private int port;
  private int adminPort = -1;

  private Gateway(ListenSettings listen, LimitSettings limits, @Nullable SslContext tls) {
    this.listen = listen;
    this.limits = limits;
    this.tls = tls;
    rate = new RateLimit<>(limits.addressRate(), limits.addressBurst(), System::nanoTime);
  }

  /**
   * Reads the certificate and takes the ports, so that a fault shows before anything else is
   * started. Nothing is answered until {@link #open}.
   *
   * @throws IOException if a port is taken, with a message for the operator
   */
  public static Gateway bind(ListenSettings listen, LimitSettings limits) throws IOException {
    var gateway = new Gateway(listen, limits, tls(listen));
    try {
      gateway.port = gateway.claim(listen.address(), listen.port(), "listen.port", false);
      if (listen.adminPort() >= 0) {
        gateway.adminPort =
            gateway.claim(listen.adminAddress(), listen.adminPort(), "listen.admin-port", true);
      }
      return gateway;
    } catch (IOException e) {
      gateway.close();
      throw e;
    }
  }

  private static @Nullable SslContext tls(ListenSettings listen) throws IOException {
    if (listen.tls().isEmpty()) {
      return null;
    }
    ListenSettings.Tls files = listen.tls().get();
    try {
      return SslContextBuilder.forServer(files.certificate().toFile(), files.key().toFile())
          .build();
    } catch (SSLException | IllegalArgumentException e) {
      throw new IOException(
          "The certificate "
              + files.certificate()
              + " or its key "
              + files.key()
              + " can't be used: "
              + e.getMessage(),
          e);
    }
  }

  private int claim(String address, int wanted, String setting, boolean admin) throws IOException {
    var bound =
        new ServerBootstrap()
            .group(loops)
            .channel(NioServerSocketChannel.class)
            .option(ChannelOption.SO_BACKLOG, BACKLOG)
            .option(ChannelOption.SO_REUSEADDR, true)
            // Connections wait in the kernel until the relay is open.
            .option(ChannelOption.AUTO_READ, false)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childOption(
                ChannelOption.WRITE_BUFFER_WATER_MARK,
                new WriteBufferWaterMark(limits.outbound() / 2, limits.outbound()))
            .childHandler(
                new ChannelInitializer<>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    initialise(channel, admin);
                  }
                })
            .bind(new InetSocketAddress(address, wanted))
            .awaitUninterruptibly();
    if (!bound.isSuccess()) {
      throw bound.cause() instanceof BindException
          ? new IOException(
              "The port "
                  + wanted
                  + " of "
                  + address
                  + " can't be taken ("
                  + bound.cause().getMessage()
                  + "). Another program listens there: stop it, or set "
                  + setting
                  + ".",
              bound.cause())
          : new IOException(
              "Listening at " + address + ":" + wanted + " failed: " + bound.cause(),
              bound.cause());
    }
    listeners.add(bound.channel());
    return ((InetSocketAddress) bound.channel().localAddress()).getPort();
  }

  public int port() {
    return port;
  }

  /** -1: there is no admin listener. */
  public int adminPort() {
    return adminPort;
  }

  /** Begins to answer. */
  public void open(Services services) {
    MetricRegistry metrics = services.metrics();
    counts = new ConnectionCount(limits.connections(), limits.connectionsPerAddress(), metrics);
    var sessions = new Sessions(services.clock());
    services.agents().onAgentChanged(sessions::agentChanged);
    var domain =
        new Domain(
            Address.of(services.identity().genesisHash().toByteArray()),
            Address.of(services.identity().programId().toByteArray()));
    var logins =
        new LoginService(
            domain,
            Address.of(services.identity().relay().toByteArray()),
            new Origins(
                services.publicOrigins().isEmpty() ? ownOrigins() : services.publicOrigins()),
            services.agents(),
            services.signatures(),
            sessions,
            services.login(),
            services.clock());
    var access = new Access(services.agents());
    var opened = new Streams(sessions, metrics);
    services.journal().addListener(opened);
    services.agents().onReadersChanged(opened::readersChanged);
    // What changed during a gap was not told: looking the agents up again finds it out.
    services
        .agents()
        .onGap(
            () ->
                sessions
                    .agents()
                    .forEach(agent -> services.agents().agent(new PublicKey(agent.toBytes()))));
    streams = opened;
    var budget = new ByteBudget(limits.bodies());
    Router routes = routes(services, access, logins, sessions);
    api = new EdgeContext(services, routes, logins, access, rate, budget, opened);
    admin =
        new EdgeContext(
            services,
            adminRoutes(services, new AdminHost(listen.adminAddress())),
            logins,
            access,
            rate,
            budget,
            opened);
    listeners.forEach(
        listener -> {
          listener.config().setAutoRead(true);
        });
  }

  private Router routes(Services services, Access access, LoginService logins, Sessions sessions) {
    var router = new Router().withStream();
    var bearer = new Logins(sessions);
    files = new FileRoutes(services.content().files(), bearer, services.content().transfers());
    new MessageRoutes(services, access, bearer).addTo(router);
    new InboxRoutes(services, access, bearer).addTo(router);
    new LoginRoutes(logins).addTo(router);
    OpenApiRoute.addTo(router, new PackagedFiles(fileReads));
    new LogRoutes(services.log(), fileReads).addTo(router);
    new CompressedRoutes(services.compressed(), fileReads).addTo(router);
    services
        .hosting()
        .ifPresent(hosting -> new OperationRoutes(hosting.agents(), hosting.token()).addTo(router));
    var about = new AboutRoutes(services);
    about.addTo(router);
    if (adminPort < 0) {
      about.addMetricsTo(router);
      about.addWindowsTo(router);
    }
    return router;
  }

  /** Methods and patterns that the API answers. */
  java.util.Map<String, List<String>> patterns() {
    return api == null ? java.util.Map.of() : api.router().patterns();
  }

  private Router adminRoutes(Services services, AdminHost host) {
    var router = new Router().withLiveState(host);
    var about = new AboutRoutes(services);
    about.addTo(router);
    about.addMetricsTo(router);
    about.addWindowsTo(router);
    new AdminRoutes(services, connections, host).addTo(router);
    new OperatorRoutes(services, host, fileReads).addTo(router);
    DashboardRoutes.addTo(router, new PackagedFiles(fileReads));
    return router;
  }

  private List<String> ownOrigins() {
    String scheme = tls == null ? "http" : "https";
    return List.of(
        scheme + "://127.0.0.1:" + port,
        scheme + "://localhost:" + port,
        scheme + "://" + listen.address() + ":" + port);
  }

  void initialise(Channel channel, boolean forAdmin) {
    EdgeContext context = forAdmin ? admin : api;
    FileRoutes fileRoutes = files;
    if (context == null || counts == null || fileRoutes == null) {
      channel.close();
      return;
    }
    connections.add(channel, forAdmin);
    ChannelPipeline pipeline = channel.pipeline();
    pipeline.addLast(counts);
    if (tls != null && !forAdmin) {
      pipeline.addLast(tls.newHandler(channel.alloc()));
    }
    // What is flushed in one turn of the loop goes out in one call.
    pipeline.addLast(
        new FlushConsolidationHandler(
            FlushConsolidationHandler.DEFAULT_EXPLICIT_FLUSH_AFTER_FLUSHES, true));
    var arrival = new ArrivalClock(limits.request());
    var gate = new BodyGate(context.budget(), limits.body());
    pipeline.addLast(
        new IdleStateHandler(limits.idle().toMillis(), 0, 0, TimeUnit.MILLISECONDS),
        new WriteTimeoutHandler(limits.request().toMillis(), TimeUnit.MILLISECONDS),
        arrival,
        new HttpServerCodec(new HttpDecoderConfig().setMaxHeaderSize(limits.headers())));
    if (!forAdmin) {
      pipeline.addLast(new FileTransfers(context, fileRoutes, arrival));
    }
    pipeline.addLast(
        gate,
        new BodyAggregator(limits.body(), arrival),
        new FlowControlHandler(),
        new HttpEdge(context, gate));
  }

  /** Takes over what of the settings a running relay may change. */
  public void reload(LimitSettings changed, List<String> corsOrigins) {
    rate.set(changed.addressRate(), changed.addressBurst());
    if (api != null) {
      api.cors(new CorsRule(Set.copyOf(corsOrigins)));
    }
  }

  /** Whether every event loop runs a task within that time. Blocks. */
  public boolean responds(Duration within) {
    var answers = new CountDownLatch(LOOPS);
    try {
      loops.forEach(loop -> loop.execute(answers::countDown));
      return answers.await(within.toNanos(), TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Connections of clients that are open. */
  public long clients() {
    return connections.ofClients();
  }

  /** Sends clients elsewhere: streams end, other connections close after their next answer. */
  public void sendAway() {
    if (streams != null) {
      streams.stop();
    }
  }

  /**
   * Lets no more connections in and tells streams that the relay stops; requests under way are
   * still answered.
   */
  public void stopAccepting() {
    listeners.forEach(listener -> listener.close().awaitUninterruptibly());
    if (streams != null) {
      streams.stop();
    }
  }

  /** Closes what is still open. Idempotent. */
  @Override
  public void close() {
    listeners.forEach(listener -> listener.close().awaitUninterruptibly());
    connections.closeAll();
    fileReads.shutdown();
    loops.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly(5, TimeUnit.SECONDS);
  }
}
