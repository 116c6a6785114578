package io.moult.demo.interop;

import io.moult.bytes.Bytes;
import io.moult.updateobject.State;
import io.moult.updateobject.UpdateResult;
import java.util.function.Consumer;
import org.eclipse.leshan.client.resource.BaseInstanceEnabler;
import org.eclipse.leshan.client.servers.LwM2mServer;
import org.eclipse.leshan.core.node.LwM2mResource;
import org.eclipse.leshan.core.request.argument.Arguments;
import org.eclipse.leshan.core.response.ExecuteResponse;
import org.eclipse.leshan.core.response.ReadResponse;
import org.eclipse.leshan.core.response.WriteResponse;

/** A plain object 5 on a stock Leshan client: a raw image, whole in memory, as most users of Leshan write it. */
public final class StockFirmwareObject extends BaseInstanceEnabler {
    private State state = State.IDLE;
    private UpdateResult result = UpdateResult.INITIAL;
    private Bytes image = Bytes.EMPTY;
    private String version = "1.0.0";
    private Consumer<String> fetcher = uri -> {};

    synchronized Bytes image() {
        return image;
    }

    synchronized State state() {
        return state;
    }

    /** What is done with a Package URI; it ends with {@link #fetched}. */
    synchronized void fetchesWith(Consumer<String> other) {
        fetcher = other;
    }

    synchronized void fetched(Bytes body) {
        image = body;
        become(State.DOWNLOADED, UpdateResult.INITIAL);
    }

    @Override
    public synchronized ReadResponse read(LwM2mServer server, int resource) {
        return switch (resource) {
            case 3 -> ReadResponse.success(resource, state.code());
            case 5 -> ReadResponse.success(resource, result.code());
            case 7 -> ReadResponse.success(resource, version);
            case 9 -> ReadResponse.success(resource, 2);
            default -> ReadResponse.notFound();
        };
    }

    @Override
    public synchronized WriteResponse write(LwM2mServer server, boolean replace, int resource, LwM2mResource value) {
        if (resource == 0) {
            byte[] octets = (byte[]) value.getValue();
            boolean reset = octets.length == 0 || (octets.length == 1 && octets[0] == 0);
            image = reset ? Bytes.EMPTY : Bytes.copyOf(octets);
            become(reset ? State.IDLE : State.DOWNLOADED, UpdateResult.INITIAL);
            return WriteResponse.success();
        }
        if (resource == 1) {
            String uri = (String) value.getValue();
            become(uri.isEmpty() ? State.IDLE : State.DOWNLOADING, UpdateResult.INITIAL);
            if (!uri.isEmpty()) {
                fetcher.accept(uri);
            }
            return WriteResponse.success();
        }
        return WriteResponse.notFound();
    }

    @Override
    public synchronized ExecuteResponse execute(LwM2mServer server, int resource, Arguments arguments) {
        if (resource != 2 || state != State.DOWNLOADED) {
            return ExecuteResponse.methodNotAllowed();
        }
        version = "2.0.0";
        become(State.IDLE, UpdateResult.SUCCESS);
        return ExecuteResponse.success();
    }

    private void become(State newState, UpdateResult newResult) {
        state = newState;
        result = newResult;
        fireResourceChange(3);
        fireResourceChange(5);
    }
}
