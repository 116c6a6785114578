package io.moult.server.peers;

import java.io.ByteArrayOutputStream;
import java.util.List;
import org.eclipse.leshan.client.resource.BaseInstanceEnabler;
import org.eclipse.leshan.client.servers.LwM2mServer;
import org.eclipse.leshan.core.model.ObjectModel;
import org.eclipse.leshan.core.node.LwM2mResource;
import org.eclipse.leshan.core.request.argument.Arguments;
import org.eclipse.leshan.core.response.ExecuteResponse;
import org.eclipse.leshan.core.response.ReadResponse;
import org.eclipse.leshan.core.response.WriteResponse;

/** Object 5 as a plain device has it: it takes a raw image whole, and tells State, Result and version, nothing else. */
public final class PlainUpdateObject extends BaseInstanceEnabler {
    private final ByteArrayOutputStream received = new ByteArrayOutputStream();
    private int state;
    private int result;
    private String uri = "";
    private String version = "1.0.0";
    private int resultOfUpdate = 1;
    private int resultOfPackage;
    private int executions;

    @Override
    public synchronized ReadResponse read(LwM2mServer server, int resourceId) {
        return switch (resourceId) {
            case 3 -> ReadResponse.success(resourceId, state);
            case 5 -> ReadResponse.success(resourceId, result);
            case 7 -> ReadResponse.success(resourceId, version);
            case 9 -> ReadResponse.success(resourceId, 2);
            default -> ReadResponse.notFound();
        };
    }

    @Override
    public synchronized WriteResponse write(LwM2mServer server, boolean replace, int resourceId, LwM2mResource value) {
        if (resourceId == 0) {
            received.reset();
            received.writeBytes((byte[]) value.getValue());
            result = resultOfPackage;
            change(resultOfPackage == 0 ? 2 : 0);
            return WriteResponse.success();
        }
        if (resourceId == 1) {
            uri = (String) value.getValue();
            change(uri.isEmpty() ? 0 : 1);
            return WriteResponse.success();
        }
        return WriteResponse.notFound();
    }

    @Override
    public synchronized ExecuteResponse execute(LwM2mServer server, int resourceId, Arguments arguments) {
        if (resourceId != 2 || state != 2) {
            return ExecuteResponse.methodNotAllowed();
        }
        executions++;
        result = resultOfUpdate;
        if (result == 11) {
            change(2);
        } else {
            version = result == 1 ? "2.0.0" : version;
            change(0);
        }
        return ExecuteResponse.success();
    }

    private void change(int newState) {
        state = newState;
        fireResourceChange(3);
        fireResourceChange(5);
    }

    @Override
    public List<Integer> getAvailableResourceIds(ObjectModel model) {
        return List.of(0, 1, 2, 3, 5, 7, 9);
    }

    /** What becomes of the next installation: an Update Result. */
    public synchronized void installsWith(int updateResult) {
        resultOfUpdate = updateResult;
    }

    /** The Result with which the next package is refused; 0 to take it. */
    public synchronized void judgesPackagesWith(int updateResult) {
        resultOfPackage = updateResult;
    }

    /** A fetch that the test plays. */
    public synchronized void fetched() {
        change(2);
    }

    public synchronized byte[] received() {
        return received.toByteArray();
    }

    public synchronized String uri() {
        return uri;
    }

    public synchronized int executions() {
        return executions;
    }
}
