package io.moult.transfer.californium;

import io.moult.bytes.Bytes;
import io.moult.transfer.BodyIdentity;
import org.eclipse.californium.core.coap.Message;
import org.eclipse.californium.core.coap.Option;
import org.eclipse.californium.core.coap.option.StandardOptionRegistry;

/**
 * The Request-Tag option (292, RFC 9175 §3.2): elective, so that peers who do not know it ignore it. Californium 3.14
 * defines it and does nothing with it.
 */
public final class RequestTag {
    public static final int NUMBER = StandardOptionRegistry.REQUEST_TAG.getNumber();

    private RequestTag() {}

    /** Sets the option, or none for a body without identity. */
    public static void write(Message message, BodyIdentity identity) {
        message.getOptions().clearOtherOption(StandardOptionRegistry.REQUEST_TAG);
        if (!identity.isNone()) {
            message.getOptions()
                    .addOtherOption(StandardOptionRegistry.REQUEST_TAG.create(
                            identity.octets().toArray()));
        }
    }

    /** The identity that a message carries; none without the option. */
    public static BodyIdentity read(Message message) {
        Option option = message.getOptions().getOtherOption(StandardOptionRegistry.REQUEST_TAG);
        return option == null ? BodyIdentity.NONE : new BodyIdentity(Bytes.copyOf(option.getValue()));
    }
}
