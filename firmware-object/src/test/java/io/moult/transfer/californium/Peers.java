package io.moult.transfer.californium;

import io.moult.bytes.Bytes;
import io.moult.transfer.Block1Receiver;
import io.moult.transfer.BlockAnswer;
import io.moult.transfer.BlockSize;
import io.moult.transfer.BodyIdentity;
import io.moult.transfer.CoapCode;
import io.moult.transfer.Offer;
import io.moult.transfer.ReceivedBlock;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.eclipse.californium.core.CoapResource;
import org.eclipse.californium.core.CoapServer;
import org.eclipse.californium.core.config.CoapConfig;
import org.eclipse.californium.core.network.CoapEndpoint;
import org.eclipse.californium.core.network.interceptors.MessageInterceptor;
import org.eclipse.californium.core.server.resources.CoapExchange;
import org.eclipse.californium.elements.Connector;
import org.eclipse.californium.elements.config.Configuration;
import org.eclipse.californium.elements.config.UdpConfig;
import org.eclipse.californium.scandium.config.DtlsConfig;
import org.jspecify.annotations.Nullable;

/** Both ends of a transfer over real sockets on loopback. */
final class Peers {
    private Peers() {}

    static Configuration config() {
        return TransferConfig.apply(
                new Configuration(CoapConfig.DEFINITIONS, UdpConfig.DEFINITIONS, DtlsConfig.DEFINITIONS));
    }

    static InetSocketAddress loopback(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    /** An endpoint on any free port. */
    static CoapEndpoint.Builder endpoint(Configuration config) {
        return CoapEndpoint.builder().setConfiguration(config).setInetSocketAddress(loopback(0));
    }

    /** A device in miniature: takes blocks at 5/0/0, writes them to a file, and serves a stock resource beside it. */
    static final class Device implements Closeable {
        private final FileChannel storage;
        private final CoapServer server;
        private final CoapEndpoint endpoint;
        private volatile Block1Receiver receiver;
        private volatile int restartAtOffset = -1;

        Device(Path storage, Block1Receiver receiver, @Nullable Connector connector, @Nullable MessageInterceptor trace)
                throws IOException {
            this(storage, receiver, connector, trace, config());
        }

        Device(
                Path storage,
                Block1Receiver receiver,
                @Nullable Connector connector,
                @Nullable MessageInterceptor trace,
                Configuration config)
                throws IOException {
            this.storage = FileChannel.open(storage, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            this.receiver = receiver;
            CoapEndpoint.Builder builder = connector == null
                    ? endpoint(config)
                    : CoapEndpoint.builder().setConfiguration(config).setConnector(connector);
            endpoint = builder.setCoapStackFactory(SelectiveBlockwiseStack.receivingPackages())
                    .build();
            if (trace != null) {
                endpoint.addInterceptor(trace);
            }
            server = new CoapServer(config);
            server.addEndpoint(endpoint);
            server.add(new CoapResource("5").add(new CoapResource("0").add(new PackageResource())));
            server.add(new LengthResource());
            server.start();
        }

        int port() {
            return endpoint.getAddress().getPort();
        }

        /** When it receives this octet, it loses its memory and goes on from the durable offset of its last sector. */
        void restartAt(int offset) {
            restartAtOffset = offset;
        }

        @Override
        public void close() throws IOException {
            server.destroy();
            storage.close();
        }

        private BlockAnswer receive(ReceivedBlock block) throws IOException {
            if (restartAtOffset >= 0 && block.offsetBytes() >= restartAtOffset) {
                restartAtOffset = -1;
                long durable = receiver.nextOffsetBytes() / 4096 * 4096;
                receiver = Block1Receiver.resumed(Long.MAX_VALUE, BlockSize.LARGEST, receiver.identity(), durable);
            }
            Offer offer = receiver.offer(block);
            if (offer instanceof Offer.Accept accept) {
                int from = accept.skipOctets();
                Bytes octets = block.payload().slice(from, from + accept.lengthOctets());
                ByteBuffer source = octets.asByteBuffer();
                while (source.hasRemaining()) {
                    storage.write(source, accept.bodyOffsetBytes() + source.position());
                }
                receiver.stored(accept);
            }
            return offer.answer();
        }

        BodyIdentity identity() {
            return receiver.identity();
        }

        private final class PackageResource extends CoapResource {
            PackageResource() {
                super("0");
            }

            @Override
            public void handlePUT(CoapExchange exchange) {
                Optional<ReceivedBlock> block =
                        Block1Messages.received(exchange.advanced().getRequest());
                try {
                    BlockAnswer answer =
                            block.isPresent() ? receive(block.get()) : BlockAnswer.of(CoapCode.BAD_REQUEST, "");
                    exchange.respond(Block1Messages.response(answer));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    /** Answers a body with its length, repeated to more than a block: both ways need the stock, transparent transfer. */
    static final class LengthResource extends CoapResource {
        LengthResource() {
            super("length");
        }

        @Override
        public void handlePUT(CoapExchange exchange) {
            exchange.respond((exchange.getRequestPayload().length + ";").repeat(500));
        }
    }
}
