package io.moult.server.cli;

import java.net.URI;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The option that names the server. */
final class ServerAddress {
    /** The command that has the option. */
    @Spec(Spec.Target.MIXEE)
    private CommandSpec command = CommandSpec.create();

    @Option(
            names = "--server",
            paramLabel = "URL",
            description = "The server's REST API. Default: the environment's MOULT_SERVER, or http://127.0.0.1:8080")
    private String url = defaultUrl();

    private static String defaultUrl() {
        String named = System.getenv("MOULT_SERVER");
        return named == null || named.isBlank() ? "http://127.0.0.1:8080" : named;
    }

    /** A client of the server that is named. What is no address of one is misuse. */
    ApiClient client() {
        URI address;
        try {
            address = URI.create(url);
        } catch (IllegalArgumentException e) {
            throw noAddress(e);
        }
        boolean web = "http".equalsIgnoreCase(address.getScheme()) || "https".equalsIgnoreCase(address.getScheme());
        if (!web || address.getHost() == null) {
            throw noAddress(null);
        }
        return new ApiClient(address);
    }

    private ParameterException noAddress(@Nullable Throwable cause) {
        return new ParameterException(
                command.commandLine(),
                "\"" + url + "\" is not the address of a server, such as http://127.0.0.1:8080",
                cause);
    }
}
