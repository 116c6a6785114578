package io.moult.server.cli;

import picocli.CommandLine.Option;

/** The option that names the server. */
final class ServerAddress {
    @Option(
            names = "--server",
            paramLabel = "URL",
            description = "The server's REST API. Default: the environment's MOULT_SERVER, or http://127.0.0.1:8080")
    private String url = defaultUrl();

    private static String defaultUrl() {
        String named = System.getenv("MOULT_SERVER");
        return named == null || named.isBlank() ? "http://127.0.0.1:8080" : named;
    }

    String url() {
        return url;
    }
}
