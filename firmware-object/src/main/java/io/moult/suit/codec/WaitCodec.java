package io.moult.suit.codec;

import io.moult.cbor.CborException;
import io.moult.cbor.CborItem;
import io.moult.cbor.DecoderLimits;
import io.moult.suit.manifest.VersionMatch;
import io.moult.suit.manifest.WaitEvent;
import io.moult.suit.manifest.WaitEvent.Clock;
import io.moult.suit.verify.RefusalReason;
import java.util.ArrayList;
import java.util.List;

/** SUIT_Wait_Event (draft-ietf-suit-update-management-14 section 4.5). */
final class WaitCodec {
    private static final long DAY_SECONDS = 24 * 60 * 60;
    private static final long WEEK_DAYS = 7;

    private WaitCodec() {}

    static List<WaitEvent> decode(CborItem item, DecoderLimits limits) throws CborException, DecodeException {
        List<CborItem.Pair> pairs = item.map("wait-info").pairs();
        if (pairs.isEmpty()) {
            throw CborException.malformed("wait-info without an event");
        }
        List<WaitEvent> events = new ArrayList<>();
        for (CborItem.Pair pair : pairs) {
            events.add(event(pair.key().integer("a wait event"), pair.value(), limits));
        }
        return events;
    }

    private static WaitEvent event(long code, CborItem value, DecoderLimits limits)
            throws CborException, DecodeException {
        String what = "wait event " + code;
        if (code == 1) {
            return new WaitEvent.Authorization(value.integer(what));
        } else if (code == 2) {
            return new WaitEvent.Power(value.integer(what));
        } else if (code == 3) {
            return new WaitEvent.Network(value.integer(what));
        } else if (code == 4) {
            return otherDevice(value.array(what), limits);
        } else if (code == 5) {
            return new WaitEvent.Time(value.unsigned(what));
        } else if (code == 6 || code == 8) {
            return new WaitEvent.TimeOfDay(below(DAY_SECONDS, value, what), code == 6 ? Clock.LOCAL : Clock.UTC);
        } else if (code == 7 || code == 9) {
            return new WaitEvent.DayOfWeek(below(WEEK_DAYS, value, what), code == 7 ? Clock.LOCAL : Clock.UTC);
        }
        throw new DecodeException(RefusalReason.UNSUPPORTED_PARAMETER, "wait-info with " + what);
    }

    private static WaitEvent otherDevice(List<CborItem> parts, DecoderLimits limits) throws CborException {
        if (parts.size() != 2) {
            throw CborException.malformed("a wait for another device's version does not have two parts");
        }
        List<VersionMatch> versions = new ArrayList<>();
        for (CborItem match : parts.get(1).array("the versions of another device")) {
            versions.add(VersionCodec.match(match, limits));
        }
        if (versions.isEmpty()) {
            throw CborException.malformed("a wait for another device's version without a version");
        }
        return new WaitEvent.OtherDeviceVersion(parts.get(0).bytes("another device"), versions);
    }

    private static long below(long bound, CborItem value, String what) throws CborException {
        long number = value.unsigned(what);
        if (number < 0 || number >= bound) {
            throw CborException.malformed(what + " at " + Long.toUnsignedString(number) + ", which never comes");
        }
        return number;
    }

    static CborItem encode(List<WaitEvent> events) {
        Items.Members members = new Items.Members();
        events.forEach(event -> members.add(event.code(), value(event)));
        return members.toItem();
    }

    private static CborItem value(WaitEvent event) {
        if (event instanceof WaitEvent.Authorization authorization) {
            return CborItem.ofLong(authorization.priority());
        } else if (event instanceof WaitEvent.Power power) {
            return CborItem.ofLong(power.state());
        } else if (event instanceof WaitEvent.Network network) {
            return CborItem.ofLong(network.state());
        } else if (event instanceof WaitEvent.OtherDeviceVersion other) {
            return Items.array(List.of(
                    Items.octets(other.device()),
                    Items.array(
                            other.versions().stream().map(VersionCodec::encode).toList())));
        } else if (event instanceof WaitEvent.Time time) {
            return Items.unsigned(time.epochSeconds());
        } else if (event instanceof WaitEvent.TimeOfDay time) {
            return Items.unsigned(time.seconds());
        }
        return Items.unsigned(((WaitEvent.DayOfWeek) event).days());
    }
}
