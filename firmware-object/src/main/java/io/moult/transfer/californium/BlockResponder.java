package io.moult.transfer.californium;

import io.moult.transfer.BlockOption;
import io.moult.transfer.BlockSize;
import io.moult.transfer.BodySource;
import java.io.IOException;
import java.util.Optional;
import org.eclipse.californium.core.coap.CoAP.ResponseCode;
import org.eclipse.californium.core.coap.MediaTypeRegistry;
import org.eclipse.californium.core.coap.Request;
import org.eclipse.californium.core.coap.Response;

/**
 * Answers a GET with the one block of a body that it asks for, at any offset, in memory of one block. Each answer
 * carries the ETag; the one to block 0, or to a request with Size2, also the length. Works below a stock transparent
 * stack and for stock transparent clients, which go on asking block by block.
 */
public final class BlockResponder {
    private final BlockSize largest;

    /** Answers with blocks of at most this size. */
    public BlockResponder(BlockSize largest) {
        this.largest = largest;
    }

    public Response answer(Request request, BodySource body) throws IOException {
        var asked = request.getOptions().getBlock2();
        long offset = asked == null ? 0 : (long) asked.getNum() * BlockSize.LARGEST.octets();
        BlockSize size = largest;
        if (asked != null && asked.getSzx() <= BlockSize.LARGEST.szx()) {
            BlockOption option = BlockOptions.of(asked).orElseThrow();
            offset = option.offsetBytes();
            size = option.size().min(largest);
        }
        long left = body.lengthBytes() - offset;
        if (left <= 0 && offset > 0) {
            Response beyond = new Response(ResponseCode.BAD_OPTION, true);
            beyond.setPayload("the body ends at " + body.lengthBytes());
            return beyond;
        }
        int length = (int) Math.min(left, size.octets());
        Response response = new Response(ResponseCode.CONTENT);
        response.getOptions().setContentFormat(MediaTypeRegistry.APPLICATION_OCTET_STREAM);
        response.getOptions().addETag(body.identity().octets().toArray());
        response.getOptions().setBlock2(size.szx(), left > length, Math.toIntExact(offset / size.octets()));
        if (offset == 0 || request.getOptions().hasSize2()) {
            response.getOptions().setSize2(Math.toIntExact(body.lengthBytes()));
        }
        response.setPayload(body.read(offset, length).toArray());
        return response;
    }

    /** The block that a request asks for, if it asks for one. */
    public static Optional<BlockOption> asked(Request request) {
        return BlockOptions.of(request.getOptions().getBlock2());
    }
}
