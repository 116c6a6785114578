package io.moult.server.lwm2m;

import io.moult.server.device.DeviceReading;
import io.moult.server.tracker.DeviceLink.ReadScope;
import io.moult.server.tracker.TrackerEvent;
import io.moult.updateobject.State;
import io.moult.updateobject.UpdateResult;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.eclipse.leshan.core.node.LwM2mChildNode;
import org.eclipse.leshan.core.node.LwM2mMultipleResource;
import org.eclipse.leshan.core.node.LwM2mObjectInstance;
import org.eclipse.leshan.core.node.LwM2mSingleResource;
import org.eclipse.leshan.core.request.ReadRequest;
import org.eclipse.leshan.core.response.ReadResponse;
import org.eclipse.leshan.server.registration.Registration;

/**
 * Reads one device, a question at a time. The State comes first and decides whether there is any use in asking on;
 * after that, what the device does not answer is left out.
 */
final class DeviceReader {
    private static final int BUSY = 503;
    private final Requests requests;
    private final int privateObjectId;

    DeviceReader(Requests requests, int privateObjectId) {
        this.requests = requests;
        this.privateObjectId = privateObjectId;
    }

    void read(Registration registration, ReadScope scope, Consumer<TrackerEvent> answer) {
        Queue<Question> questions = new ArrayDeque<>();
        questions.add(new Question("/5/0/5", Take.RESULT));
        if (registration.getSupportedObject().containsKey(privateObjectId)) {
            questions.add(new Question("/" + privateObjectId + "/0", Take.SUPPORT));
        }
        if (scope != ReadScope.PROGRESS) {
            questions.add(new Question("/5/0/7", Take.PACKAGE_VERSION));
            questions.add(new Question("/3/0/3", Take.FIRMWARE_VERSION));
        }
        if (scope == ReadScope.ALL) {
            questions.add(new Question("/5/0/8", Take.PROTOCOLS));
            questions.add(new Question("/5/0/9", Take.DELIVERY_METHOD));
        }
        requests.send(registration, new ReadRequest("/5/0/3"), new Requests.Outcome<ReadResponse>() {
            @Override
            public void answered(ReadResponse response) {
                if (response.getCode().getCode() == BUSY) {
                    answer.accept(new TrackerEvent.Busy());
                    return;
                }
                ask(registration, take(Take.STATE, response, DeviceReading.EMPTY), questions, answer);
            }

            @Override
            public void failed(TrackerEvent.NoAnswer why) {
                answer.accept(why);
            }
        });
    }

    private void ask(
            Registration registration, DeviceReading soFar, Queue<Question> questions, Consumer<TrackerEvent> answer) {
        Question question = questions.poll();
        if (question == null) {
            answer.accept(new TrackerEvent.Read(soFar));
            return;
        }
        requests.send(registration, new ReadRequest(question.path()), new Requests.Outcome<ReadResponse>() {
            @Override
            public void answered(ReadResponse response) {
                ask(registration, take(question.take(), response, soFar), questions, answer);
            }

            @Override
            public void failed(TrackerEvent.NoAnswer why) {
                if (why.why().equals(Requests.UNREADABLE)) {
                    ask(registration, soFar, questions, answer);
                } else {
                    answer.accept(why);
                }
            }
        });
    }

    private record Question(String path, Take take) {}

    /** What an answer is about. */
    private enum Take {
        STATE,
        RESULT,
        SUPPORT,
        PACKAGE_VERSION,
        FIRMWARE_VERSION,
        PROTOCOLS,
        DELIVERY_METHOD
    }

    private static DeviceReading take(Take what, ReadResponse response, DeviceReading soFar) {
        if (!response.isSuccess() || response.getContent() == null) {
            return soFar;
        }
        LwM2mChildNode node = response.getContent();
        try {
            return taken(what, node).apply(soFar);
        } catch (IllegalArgumentException | ClassCastException notWhatItShouldBe) {
            return soFar;
        }
    }

    private static UnaryOperator<DeviceReading> taken(Take what, LwM2mChildNode node) {
        return switch (what) {
            case STATE -> {
                State state = State.ofCode(number(node));
                yield reading -> reading.withState(state);
            }
            case RESULT -> {
                UpdateResult result = UpdateResult.ofCode(number(node));
                yield reading -> reading.withResult(result);
            }
            case SUPPORT -> {
                var support = SupportDecoder.decode((LwM2mObjectInstance) node);
                yield reading -> reading.withSupport(support);
            }
            case PACKAGE_VERSION -> {
                String version = text(node);
                yield reading -> reading.withPackageVersion(version);
            }
            case FIRMWARE_VERSION -> {
                String version = text(node);
                yield reading -> reading.withFirmwareVersion(version);
            }
            case PROTOCOLS -> {
                List<Integer> protocols = numbers(node);
                yield reading -> reading.withProtocols(protocols);
            }
            case DELIVERY_METHOD -> {
                int method = Math.toIntExact(number(node));
                yield reading -> reading.withDeliveryMethod(method);
            }
        };
    }

    static long number(LwM2mChildNode node) {
        return ((Number) ((LwM2mSingleResource) node).getValue()).longValue();
    }

    private static String text(LwM2mChildNode node) {
        String value = String.valueOf(((LwM2mSingleResource) node).getValue());
        return value.length() > 255 ? value.substring(0, 255) : value;
    }

    private static List<Integer> numbers(LwM2mChildNode node) {
        if (node instanceof LwM2mMultipleResource several) {
            List<Integer> numbers = new ArrayList<>();
            several.getInstances().values().forEach(one -> numbers.add(((Number) one.getValue()).intValue()));
            return numbers;
        }
        return List.of(Math.toIntExact(number(node)));
    }
}
