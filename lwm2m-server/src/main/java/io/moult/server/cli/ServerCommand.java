package io.moult.server.cli;

import io.moult.cli.Version;
import io.moult.server.MoultServer;
import io.moult.server.ServerSettings;
import io.moult.server.tracker.Deadlines;
import io.moult.updateobject.UpdateSupportObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code server}: runs until it is stopped. */
@Command(
        name = "server",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        description = "Runs the LwM2M server, status tracker, firmware server and REST API, until stopped.",
        footer = {"", "Exit status: 0 stopped in order, 1 it cannot run, 2 misuse."})
public final class ServerCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--data",
            paramLabel = "DIR",
            required = true,
            description = "Where everything is kept; one server at a time.")
    private Path data = Path.of("data");

    @Option(
            names = "--coaps",
            paramLabel = "PORT",
            defaultValue = "5684",
            description = "Port of the LwM2M server over DTLS; 0 for any free one. Default: ${DEFAULT-VALUE}")
    private int coaps;

    @Option(
            names = "--firmware-coaps",
            paramLabel = "PORT",
            defaultValue = "5694",
            description = "Port of the firmware server over DTLS. Default: ${DEFAULT-VALUE}")
    private int firmwareCoaps;

    @Option(
            names = "--firmware-coap",
            paramLabel = "PORT",
            description = "Port of the firmware server without protection. Default: none")
    private @Nullable Integer firmwareCoap;

    @Option(
            names = "--http",
            paramLabel = "PORT",
            defaultValue = "8080",
            description = "Port of the REST API. Default: ${DEFAULT-VALUE}")
    private int http;

    @Option(
            names = "--bind",
            paramLabel = "ADDRESS",
            defaultValue = "0.0.0.0",
            description = "Address for CoAP and CoAPS. Default: ${DEFAULT-VALUE}")
    private String bind = "0.0.0.0";

    @Option(
            names = "--http-bind",
            paramLabel = "ADDRESS",
            defaultValue = "127.0.0.1",
            description = "Address for HTTP, which has no authentication. Default: ${DEFAULT-VALUE}")
    private String httpBind = "127.0.0.1";

    @Option(
            names = "--credentials",
            paramLabel = "FILE",
            description = "JSON objects {\"endpoint\",\"identity\",\"key-hex\"} of devices, stored at the start.")
    private @Nullable Path credentials;

    @Option(
            names = "--advertise",
            paramLabel = "HOST",
            description = "Host that devices fetch from. Default: the address that faces the device")
    private @Nullable String advertise;

    @Option(names = "--trace", paramLabel = "FILE", description = "Append one line for each CoAP message.")
    private @Nullable Path trace;

    @Option(
            names = "--max-transfers",
            paramLabel = "N",
            defaultValue = "250",
            description = "Devices that are written to at the same time. Default: ${DEFAULT-VALUE}")
    private int mostTransfers;

    @Option(
            names = "--block",
            paramLabel = "BYTES",
            defaultValue = "1024",
            description = "Largest block: 16, 32, 64, 128, 256, 512 or 1024. Default: ${DEFAULT-VALUE}")
    private int block;

    @Option(
            names = "--private-object",
            paramLabel = "ID",
            defaultValue = "" + UpdateSupportObject.DEFAULT_OBJECT_ID,
            description = "Id of the private object of devices. Default: ${DEFAULT-VALUE}")
    private int privateObject;

    @Option(
            names = "--give-up-after",
            paramLabel = "SECONDS",
            description = "When an update of a device that does not answer has failed. Default: 7 days")
    private @Nullable Long giveUpSeconds;

    @Option(
            names = "--reboot-within",
            paramLabel = "SECONDS",
            description = "When a device that installs must be back. Default: 15 minutes")
    private @Nullable Long rebootSeconds;

    @Option(names = "--json", description = "Say as JSON which ports are open.")
    private boolean json;

    @Override
    public Integer call() throws IOException, InterruptedException {
        MoultServer server = MoultServer.start(settings(), Clock.systemUTC());
        CountDownLatch stopped = new CountDownLatch(1);
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            server.close();
                            stopped.countDown();
                            // An orderly end by a signal is a success.
                            Runtime.getRuntime().halt(0);
                        },
                        "stop"));
        announce(server.ports());
        stopped.await();
        return 0;
    }

    private ServerSettings settings() {
        if (block < 16 || block > 1024 || Integer.bitCount(block) != 1) {
            throw new ParameterException(spec.commandLine(), "--block is not a block size: " + block);
        }
        if (mostTransfers < 1) {
            throw new ParameterException(spec.commandLine(), "--max-transfers is not positive: " + mostTransfers);
        }
        for (int port : new int[] {coaps, firmwareCoaps, http, firmwareCoap == null ? 0 : firmwareCoap}) {
            if (port < 0 || port > 65_535) {
                throw new ParameterException(spec.commandLine(), "there is no port " + port);
            }
        }
        ServerSettings.Builder settings = ServerSettings.in(data)
                .host(bind)
                .ports(coaps, firmwareCoaps, http)
                .httpHost(httpBind)
                .mostTransfers(mostTransfers)
                .blockSizeBytes(block)
                .privateObjectId(privateObject)
                .deadlines(deadlines());
        if (firmwareCoap != null) {
            settings.firmwareCoapPort(firmwareCoap);
        }
        if (credentials != null) {
            settings.credentialsFile(credentials);
        }
        if (trace != null) {
            settings.traceFile(trace);
        }
        if (advertise != null) {
            settings.advertisedHost(advertise);
        }
        return settings.build();
    }

    private Deadlines deadlines() {
        Deadlines deadlines = Deadlines.DEFAULT;
        if (giveUpSeconds != null) {
            deadlines = deadlines.withContact(Duration.ofSeconds(giveUpSeconds));
        }
        if (rebootSeconds != null) {
            deadlines = deadlines.withReboot(Duration.ofSeconds(rebootSeconds));
        }
        return deadlines;
    }

    private void announce(MoultServer.Ports ports) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(
                json
                        ? "{\"coaps\":" + ports.coaps() + ",\"firmwareCoaps\":" + ports.firmwareCoaps() + ",\"http\":"
                                + ports.http() + "}"
                        : "Ready: LwM2M at coaps port " + ports.coaps() + ", firmware at coaps port "
                                + ports.firmwareCoaps() + ", REST API at http://" + httpBind + ":" + ports.http()
                                + "/api/v1");
        out.flush();
    }
}
