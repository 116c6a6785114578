package io.moult.transfer.californium;

import io.moult.bytes.Bytes;
import io.moult.transfer.BlockAnswer;
import io.moult.transfer.BlockOption;
import io.moult.transfer.BodyIdentity;
import io.moult.transfer.ReceivedBlock;
import io.moult.transfer.SendBlock;
import java.util.Optional;
import java.util.OptionalLong;
import org.eclipse.californium.core.coap.MediaTypeRegistry;
import org.eclipse.californium.core.coap.Request;
import org.eclipse.californium.core.coap.Response;

/** Blocks of a push as Californium messages, for both sides. */
public final class Block1Messages {
    private Block1Messages() {}

    /**
     * A confirmable PUT of one block in content format 42, marked to go past the transparent layer. Destination, and
     * the token where the block asks for the same one, are the caller's to set.
     *
     * @param path such as {@code 5/0/0}
     * @param payload the octets of the body in this block
     */
    public static Request put(String path, SendBlock block, Bytes payload) {
        if (payload.length() != block.lengthBytes()) {
            throw new IllegalArgumentException(payload.length() + " octets for " + block);
        }
        Request request = Request.newPut();
        request.setConfirmable(true);
        request.getOptions().setUriPath(path);
        request.getOptions().setContentFormat(MediaTypeRegistry.APPLICATION_OCTET_STREAM);
        BlockOption option = block.block();
        request.getOptions().setBlock1(option.size().szx(), option.more(), option.number());
        block.size1().ifPresent(size -> request.getOptions().setSize1(Math.toIntExact(size)));
        RequestTag.write(request, block.identity());
        request.setPayload(payload.toArray());
        return SelectiveBlockwiseStack.mark(request);
    }

    /** What a receiver answered. */
    public static BlockAnswer answer(Response response) {
        OptionalLong maxAge = response.getOptions().hasMaxAge()
                ? OptionalLong.of(response.getOptions().getMaxAge())
                : OptionalLong.empty();
        return new BlockAnswer(
                BlockOptions.of(response.getCode()),
                BlockOptions.of(response.getOptions().getBlock1()),
                BlockOptions.of(response.getOptions().getSize1()),
                maxAge,
                response.isError() ? response.getPayloadString() : "");
    }

    /**
     * The block that arrived in a PUT; empty when its Block1 or Request-Tag option is one that nobody may send, to be
     * answered with 4.00.
     */
    public static Optional<ReceivedBlock> received(Request request) {
        var option = request.getOptions().getBlock1();
        Optional<BlockOption> block = BlockOptions.of(option);
        if (option != null && block.isEmpty()) {
            return Optional.empty();
        }
        BodyIdentity identity;
        try {
            identity = RequestTag.read(request);
        } catch (IllegalArgumentException tooLong) {
            return Optional.empty();
        }
        return Optional.of(new ReceivedBlock(
                block, BlockOptions.of(request.getOptions().getSize1()), identity, Bytes.wrap(request.getPayload())));
    }

    /** The answer as a response, to be sent by the exchange that the block came with. */
    public static Response response(BlockAnswer answer) {
        Response response =
                new Response(BlockOptions.of(answer.code()), answer.code().codeClass() != 2);
        answer.block1()
                .ifPresent(block -> response.getOptions().setBlock1(block.size().szx(), block.more(), block.number()));
        answer.size1().ifPresent(size -> response.getOptions().setSize1((int) Math.min(size, Integer.MAX_VALUE)));
        answer.maxAgeSeconds().ifPresent(seconds -> response.getOptions().setMaxAge(seconds));
        if (!answer.diagnostic().isEmpty()) {
            response.setPayload(answer.diagnostic());
        }
        return response;
    }
}
