package io.moult.transfer.californium;

import io.moult.bytes.Bytes;
import io.moult.transfer.FetchStep;
import io.moult.transfer.FetchedBlock;
import java.util.Optional;
import java.util.OptionalLong;
import org.eclipse.californium.core.coap.Request;
import org.eclipse.californium.core.coap.Response;

/** Blocks of a fetch as Californium messages, for the fetching side. */
public final class Block2Messages {
    private Block2Messages() {}

    /**
     * A confirmable GET for one block, marked to go past the transparent layer: on a stock stack a GET for block 0
     * would download everything. It also asks for the body's length (Size2).
     *
     * @param uri such as {@code coaps://host:5694/images/a}; the destination context is the caller's to set when it is
     *     not to be made from the URI
     */
    public static Request get(String uri, FetchStep.Get get) {
        Request request = Request.newGet();
        request.setConfirmable(true);
        request.setURI(uri);
        request.getOptions().setBlock2(get.size().szx(), false, get.number());
        request.getOptions().setSize2(0);
        return SelectiveBlockwiseStack.mark(request);
    }

    /** What the server answered. */
    public static FetchedBlock answer(Response response) {
        OptionalLong maxAge = response.getOptions().hasMaxAge()
                ? OptionalLong.of(response.getOptions().getMaxAge())
                : OptionalLong.empty();
        Optional<Bytes> etag = response.getOptions().getETagCount() == 0
                ? Optional.empty()
                : Optional.of(Bytes.copyOf(response.getOptions().getETags().get(0)));
        return new FetchedBlock(
                BlockOptions.of(response.getCode()),
                BlockOptions.of(response.getOptions().getBlock2()),
                BlockOptions.of(response.getOptions().getSize2()),
                etag,
                maxAge,
                Bytes.wrap(response.getPayload()));
    }
}
