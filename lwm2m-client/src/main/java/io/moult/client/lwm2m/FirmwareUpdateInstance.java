package io.moult.client.lwm2m;

import io.moult.bytes.Bytes;
import io.moult.client.ConsumerView;
import io.moult.client.FirmwareConsumer;
import io.moult.client.Reply;
import io.moult.transfer.BlockAnswer;
import io.moult.transfer.BodyIdentity;
import io.moult.transfer.ReceivedBlock;
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
import org.eclipse.leshan.core.model.ResourceModel.Type;
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
    static final int OBJECT_ID = 5;
    static final int PACKAGE = 0;
    static final int PACKAGE_URI = 1;
    static final int UPDATE = 2;
    static final int STATE = 3;
    static final int UPDATE_RESULT = 5;
    static final int PACKAGE_NAME = 6;
    static final int PACKAGE_VERSION = 7;
    static final int PROTOCOLS = 8;
    static final int DELIVERY_METHOD = 9;
    static final int CANCEL = 10;
    static final int SEVERITY = 11;
    static final int LAST_STATE_CHANGE = 12;
    static final int MAX_DEFER_PERIOD = 13;

    private static final List<Integer> RESOURCES = List.of(
            PACKAGE,
            PACKAGE_URI,
            UPDATE,
            STATE,
            UPDATE_RESULT,
            PACKAGE_NAME,
            PACKAGE_VERSION,
            PROTOCOLS,
            DELIVERY_METHOD,
            CANCEL,
            SEVERITY,
            LAST_STATE_CHANGE,
            MAX_DEFER_PERIOD);
    private static final int PUSH_AND_PULL = 2;
    private static final long COAP = 0;
    private static final long COAPS = 1;

    private final FirmwareConsumer consumer;
    private final Restart restart;

    FirmwareUpdateInstance(FirmwareConsumer consumer, Restart restart) {
        super(0);
        this.consumer = consumer;
        this.restart = restart;
    }

    @Override
    public ReadResponse read(LwM2mServer server, int resource) {
        ConsumerView view = consumer.view();
        return switch (resource) {
            case PACKAGE_URI -> ReadResponse.success(resource, view.packageUri());
            case STATE -> ReadResponse.success(resource, view.state().code());
            case UPDATE_RESULT -> ReadResponse.success(resource, view.result().code());
            case PACKAGE_NAME -> ReadResponse.success(resource, view.packageName());
            case PACKAGE_VERSION -> ReadResponse.success(resource, view.packageVersion());
            case PROTOCOLS -> {
                Map<Integer, Long> protocols = new LinkedHashMap<>();
                protocols.put(0, COAP);
                protocols.put(1, COAPS);
                yield ReadResponse.success(resource, protocols, Type.INTEGER);
            }
            case DELIVERY_METHOD -> ReadResponse.success(resource, PUSH_AND_PULL);
            case SEVERITY -> ReadResponse.success(resource, view.severity());
            case LAST_STATE_CHANGE -> ReadResponse.success(resource, Date.from(view.stateChanged()));
            case MAX_DEFER_PERIOD -> ReadResponse.success(resource, ULong.valueOf(view.deferPeriodSeconds()));
            default -> ReadResponse.notFound();
        };
    }

    @Override
    public WriteResponse write(LwM2mServer server, boolean replace, int resource, LwM2mResource value) {
        return switch (resource) {
            case PACKAGE -> {
                Bytes body = Bytes.copyOf((byte[]) value.getValue());
                BlockAnswer answer = consumer.offer(
                        new ReceivedBlock(Optional.empty(), OptionalLong.empty(), BodyIdentity.NONE, body));
                yield written(new Reply(answer.code(), answer.diagnostic()));
            }
            case PACKAGE_URI -> written(consumer.writePackageUri((String) value.getValue()));
            case SEVERITY -> written(consumer.writeSeverity((Long) value.getValue()));
            case MAX_DEFER_PERIOD -> written(consumer.writeDeferPeriod(((ULong) value.getValue()).longValue()));
            default -> WriteResponse.notFound();
        };
    }

    @Override
    public ExecuteResponse execute(LwM2mServer server, int resource, Arguments arguments) {
        return switch (resource) {
            case UPDATE -> {
                Reply reply = consumer.executeUpdate();
                if (reply.isSuccess()) {
                    restart.afterAnswerWithoutHook(consumer::updateAnswered);
                }
                yield executed(reply);
            }
            case CANCEL -> executed(consumer.cancel());
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
        return ResponseCode.fromCode(reply.code().codeClass() * 100 + reply.code().detail());
    }

    @Override
    public List<Integer> getAvailableResourceIds(ObjectModel model) {
        return RESOURCES;
    }
}
