package io.moult.client.lwm2m;

import io.moult.bytes.Bytes;
import io.moult.client.ConsumerView;
import io.moult.client.FirmwareConsumer;
import io.moult.client.Reply;
import io.moult.transfer.BlockAnswer;
import io.moult.transfer.BodyIdentity;
import io.moult.transfer.ReceivedBlock;
import io.moult.updateobject.FirmwareUpdateObject;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.eclipse.leshan.client.resource.BaseInstanceEnabler;
import org.eclipse.leshan.client.servers.LwM2mServer;
import org.eclipse.leshan.core.ResponseCode;
import org.eclipse.leshan.core.model.ObjectModel;
import org.eclipse.leshan.core.model.ResourceModel;
import org.eclipse.leshan.core.node.LwM2mResource;
import org.eclipse.leshan.core.request.argument.Arguments;
import org.eclipse.leshan.core.response.ExecuteResponse;
import org.eclipse.leshan.core.response.ReadResponse;
import org.eclipse.leshan.core.response.WriteResponse;
import org.eclipse.leshan.core.util.datatype.ULong;

/**
 * Object 5, instance 0 (OMA Firmware Update 1.1) as Leshan asks for it. Reads come from the consumer's last picture;
 * writes and executes go to the consumer, which decides.
 */
final class FirmwareUpdateInstance extends BaseInstanceEnabler {
    private static final List<Integer> RESOURCES = List.of(
            FirmwareUpdateObject.PACKAGE,
            FirmwareUpdateObject.PACKAGE_URI,
            FirmwareUpdateObject.UPDATE,
            FirmwareUpdateObject.STATE,
            FirmwareUpdateObject.UPDATE_RESULT,
            FirmwareUpdateObject.PACKAGE_NAME,
            FirmwareUpdateObject.PACKAGE_VERSION,
            FirmwareUpdateObject.PROTOCOL_SUPPORT,
            FirmwareUpdateObject.DELIVERY_METHOD,
            FirmwareUpdateObject.CANCEL,
            FirmwareUpdateObject.SEVERITY,
            FirmwareUpdateObject.LAST_STATE_CHANGE_TIME,
            FirmwareUpdateObject.MAXIMUM_DEFER_PERIOD);
    private final FirmwareConsumer consumer;
    private final Restart restart;
    private final boolean secured;

    FirmwareUpdateInstance(FirmwareConsumer consumer, Restart restart, boolean secured) {
        super(0);
        this.secured = secured;
        this.consumer = consumer;
        this.restart = restart;
    }

    @Override
    public ReadResponse read(LwM2mServer server, int resource) {
        ConsumerView view = consumer.view();
        return switch (resource) {
            case FirmwareUpdateObject.PACKAGE_URI -> ReadResponse.success(resource, view.packageUri());
            case FirmwareUpdateObject.STATE ->
                ReadResponse.success(resource, view.state().code());
            case FirmwareUpdateObject.UPDATE_RESULT ->
                ReadResponse.success(resource, view.result().code());
            case FirmwareUpdateObject.PACKAGE_NAME -> ReadResponse.success(resource, view.packageName());
            case FirmwareUpdateObject.PACKAGE_VERSION -> ReadResponse.success(resource, view.packageVersion());
            case FirmwareUpdateObject.PROTOCOL_SUPPORT -> {
                Map<Integer, Long> protocols = new LinkedHashMap<>();
                protocols.put(0, (long) FirmwareUpdateObject.PROTOCOL_COAP);
                if (secured) {
                    protocols.put(1, (long) FirmwareUpdateObject.PROTOCOL_COAPS);
                }
                yield ReadResponse.success(resource, protocols, ResourceModel.Type.INTEGER);
            }
            case FirmwareUpdateObject.DELIVERY_METHOD ->
                ReadResponse.success(resource, FirmwareUpdateObject.DELIVERY_BOTH);
            case FirmwareUpdateObject.SEVERITY -> ReadResponse.success(resource, view.severity());
            case FirmwareUpdateObject.LAST_STATE_CHANGE_TIME ->
                ReadResponse.success(resource, Date.from(view.stateChanged()));
            case FirmwareUpdateObject.MAXIMUM_DEFER_PERIOD ->
                ReadResponse.success(resource, ULong.valueOf(view.deferPeriodSeconds()));
            default -> ReadResponse.notFound();
        };
    }

    @Override
    public WriteResponse write(LwM2mServer server, boolean replace, int resource, LwM2mResource value) {
        return switch (resource) {
            case FirmwareUpdateObject.PACKAGE -> {
                Bytes body = Bytes.copyOf((byte[]) value.getValue());
                BlockAnswer answer = consumer.offer(
                        new ReceivedBlock(Optional.empty(), OptionalLong.empty(), BodyIdentity.NONE, body));
                yield written(new Reply(answer.code(), answer.diagnostic()));
            }
            case FirmwareUpdateObject.PACKAGE_URI -> written(consumer.writePackageUri((String) value.getValue()));
            case FirmwareUpdateObject.SEVERITY -> written(consumer.writeSeverity((Long) value.getValue()));
            case FirmwareUpdateObject.MAXIMUM_DEFER_PERIOD ->
                written(consumer.writeDeferPeriod(((ULong) value.getValue()).longValue()));
            default -> WriteResponse.notFound();
        };
    }

    @Override
    public ExecuteResponse execute(LwM2mServer server, int resource, Arguments arguments) {
        return switch (resource) {
            case FirmwareUpdateObject.UPDATE -> {
                Reply reply = consumer.executeUpdate();
                if (reply.isSuccess()) {
                    restart.afterAnswerWithoutHook(consumer::updateAnswered);
                }
                yield executed(reply);
            }
            case FirmwareUpdateObject.CANCEL -> executed(consumer.cancel());
            default -> ExecuteResponse.notFound();
        };
    }

    private static WriteResponse written(Reply reply) {
        return reply.isSuccess() ? WriteResponse.success() : new WriteResponse(code(reply), reply.diagnostic());
    }

    private static ExecuteResponse executed(Reply reply) {
        return reply.isSuccess() ? ExecuteResponse.success() : new ExecuteResponse(code(reply), reply.diagnostic());
    }

    private static ResponseCode code(Reply reply) {
        return ResponseCode.fromCode(
                reply.code().codeClass() * 100 + reply.code().detail());
    }

    @Override
    public List<Integer> getAvailableResourceIds(ObjectModel model) {
        return RESOURCES;
    }
}
