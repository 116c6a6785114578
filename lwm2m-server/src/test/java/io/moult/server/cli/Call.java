package io.moult.server.cli;

import java.io.PrintWriter;
import java.io.StringWriter;

/** One call of the server's command, as a user makes it. */
record Call(int status, String out, String err) {
    static Call of(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int status = ServerMain.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments);
        return new Call(status, out.toString(), err.toString());
    }
}
