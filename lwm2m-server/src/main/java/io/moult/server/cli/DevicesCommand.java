package io.moult.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.moult.cli.Version;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code devices}: what the server knows of its devices. */
@Command(
        name = "devices",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Lists the devices that the server knows.",
        footer = {"", "Exit status: 0 done, 1 no server or an error, 2 misuse."})
public final class DevicesCommand implements Callable<Integer> {
    private static final int PAGE = 500;
    private static final String ROW = "%-24s %-12s %-12s %-14s %-28s %s%n";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private ServerAddress server = new ServerAddress();

    @Option(names = "--json", description = "As JSON.")
    private boolean json;

    @Override
    public Integer call() throws IOException, InterruptedException {
        ArrayNode devices = all(server.client());
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(devices);
        } else if (devices.isEmpty()) {
            out.println("No device has registered yet.");
        } else {
            out.printf(Locale.ROOT, ROW, "ENDPOINT", "VERSION", "REGISTERED", "STATE", "RESULT", "LAST REFUSAL");
            devices.forEach(device -> out.printf(
                    Locale.ROOT,
                    ROW,
                    device.path("endpoint").asText(),
                    device.path("version").asText(),
                    device.path("registered").asBoolean() ? "yes" : "no",
                    device.path("stateName").asText(),
                    device.path("resultName").asText(),
                    device.path("lastRefusal").asText()));
        }
        out.flush();
        return 0;
    }

    private static ArrayNode all(ApiClient api) throws IOException, InterruptedException {
        ArrayNode devices = api.mapper().createArrayNode();
        String after = "";
        while (true) {
            JsonNode page = api.get("/devices?limit=" + PAGE + "&after=" + ApiClient.escaped(after));
            page.path("content").forEach(devices::add);
            if (!page.hasNonNull("next")) {
                return devices;
            }
            after = page.get("next").asText();
        }
    }
}
