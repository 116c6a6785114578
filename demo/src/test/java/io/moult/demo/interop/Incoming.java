package io.moult.demo.interop;

import io.moult.bytes.Bytes;
import java.util.Optional;
import org.eclipse.californium.core.coap.BlockOption;
import org.eclipse.californium.core.coap.CoAP;
import org.eclipse.californium.core.coap.Option;
import org.eclipse.californium.core.coap.OptionSet;
import org.eclipse.californium.core.coap.Request;
import org.eclipse.californium.core.coap.option.StandardOptionRegistry;

/**
 * One request as it reached a scripted device: every message counts, retransmissions too.
 *
 * @param type confirmable or not
 * @param code the method
 * @param mid the message id
 * @param token the token's octets
 * @param path such as {@code /5/0/3}
 * @param block1 the Block1 option, if there is one
 * @param accept the Accept option, or -1
 * @param contentFormat the Content-Format option, or -1
 * @param observe the Observe option, or -1
 * @param requestTag the Request-Tag option (292), if there is one
 * @param payload the payload's octets
 */
record Incoming(
        CoAP.Type type,
        CoAP.Code code,
        int mid,
        Bytes token,
        String path,
        Optional<Block> block1,
        int accept,
        int contentFormat,
        int observe,
        Optional<Bytes> requestTag,
        Bytes payload) {
    /** A Block1 option; size in octets. */
    record Block(int number, boolean more, int sizeBytes) {
        long offsetBytes() {
            return (long) number * sizeBytes;
        }
    }

    static Incoming of(Request request) {
        OptionSet options = request.getOptions();
        return new Incoming(
                request.getType(),
                request.getCode(),
                request.getMID(),
                Bytes.copyOf(request.getTokenBytes()),
                "/" + options.getUriPathString(),
                Optional.ofNullable(options.getBlock1()).map(Incoming::block),
                options.getAccept(),
                options.getContentFormat(),
                options.getObserve() == null ? -1 : options.getObserve(),
                options.getOthers(StandardOptionRegistry.REQUEST_TAG).stream()
                        .findFirst()
                        .map(Option::getValue)
                        .map(Bytes::copyOf),
                Bytes.copyOf(request.getPayload() == null ? new byte[0] : request.getPayload()));
    }

    private static Block block(BlockOption option) {
        return new Block(option.getNum(), option.isM(), option.getSize());
    }

    /** A block of, or a whole, package: a PUT on 5/0/0. */
    boolean isPackage() {
        return code == CoAP.Code.PUT && path.equals("/5/0/0");
    }

    /** A block of a body that has more than one. */
    boolean isBlock() {
        return isPackage() && block1.isPresent();
    }

    boolean isBlock(int number) {
        return isBlock() && block().number() == number;
    }

    boolean isLastBlock() {
        return isBlock() && !block().more();
    }

    boolean isRead(String readPath) {
        return code == CoAP.Code.GET && path.equals(readPath);
    }

    boolean isExecute(String executePath) {
        return code == CoAP.Code.POST && path.equals(executePath);
    }

    Block block() {
        return block1.orElseThrow();
    }

    @Override
    public String toString() {
        return type + " " + code + " " + path + " mid=" + mid + " token=" + token.hex()
                + block1.map(b -> " block1=" + b.number() + "/" + (b.more() ? 1 : 0) + "/" + b.sizeBytes())
                        .orElse("")
                + (observe < 0 ? "" : " observe=" + observe)
                + " " + payload.length() + " B";
    }
}
