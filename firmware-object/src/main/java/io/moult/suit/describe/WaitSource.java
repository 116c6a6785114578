package io.moult.suit.describe;

import io.moult.suit.manifest.VersionMatch;
import io.moult.suit.manifest.WaitEvent;
import java.util.ArrayList;
import java.util.List;

/** What is waited for, by name. */
final class WaitSource {
    private WaitSource() {}

    static List<WaitEvent> read(Described described) throws DescriptionException {
        Described.Members members = described.members(
                "authorization",
                "power",
                "network",
                "other-device-version",
                "time",
                "time-of-day",
                "day-of-week",
                "time-of-day-utc",
                "day-of-week-utc");
        List<WaitEvent> events = new ArrayList<>();
        if (members.has("authorization")) {
            events.add(
                    new WaitEvent.Authorization(members.require("authorization").integer()));
        }
        if (members.has("power")) {
            events.add(new WaitEvent.Power(members.require("power").integer()));
        }
        if (members.has("network")) {
            events.add(new WaitEvent.Network(members.require("network").integer()));
        }
        if (members.has("other-device-version")) {
            events.add(otherDevice(members.require("other-device-version")));
        }
        if (members.has("time")) {
            events.add(new WaitEvent.Time(members.require("time").epochSeconds()));
        }
        for (WaitEvent.Clock clock : WaitEvent.Clock.values()) {
            String ending = clock == WaitEvent.Clock.LOCAL ? "" : "-utc";
            if (members.has("time-of-day" + ending)) {
                events.add(new WaitEvent.TimeOfDay(
                        members.require("time-of-day" + ending).unsigned(), clock));
            }
            if (members.has("day-of-week" + ending)) {
                events.add(new WaitEvent.DayOfWeek(
                        members.require("day-of-week" + ending).unsigned(), clock));
            }
        }
        if (events.isEmpty()) {
            throw described.wrong("a wait for nothing");
        }
        return events;
    }

    private static WaitEvent otherDevice(Described described) throws DescriptionException {
        Described.Members members = described.members("device", "versions");
        List<VersionMatch> versions = new ArrayList<>();
        for (Described one : members.require("versions").listOrOne()) {
            versions.add(VersionText.match(one));
        }
        return new WaitEvent.OtherDeviceVersion(members.require("device").octets(), versions);
    }
}
