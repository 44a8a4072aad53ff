using System.Diagnostics;

namespace Shopkeeper.Testing.Postgres;

/// <summary>Where PostgreSQL's server programs are installed on this machine.</summary>
internal static class PostgresPrograms
{
    private static readonly string[] Needed = ["initdb", "postgres", "pg_dump"];

    /// <summary>
    /// The folder that holds them all, the newest version first. One folder, so that server and <c>pg_dump</c> agree.
    /// </summary>
    /// <exception cref="InvalidOperationException">There is none; the message says what to install.</exception>
    public static string Find() =>
        Candidates().FirstOrDefault(folder => Needed.All(name => File.Exists(Path.Combine(folder, name))))
        ?? throw new InvalidOperationException(
            $"The tests run a real PostgreSQL server and found no folder with {string.Join(", ", Needed)}. "
            + "Install it (Debian, Ubuntu: apt-get install postgresql; Fedora: dnf install postgresql-server; "
            + "macOS: brew install postgresql@17) or run ./test, which does. "
            + "If it is installed elsewhere, put that folder into PATH.");

    private static IEnumerable<string> Candidates() =>
    [
        .. Versions("/usr/lib/postgresql", "bin"),
        .. Versions("/usr", "bin", "pgsql-*"),
        .. Versions("/opt/homebrew/opt", "bin", "postgresql@*"),
        .. Versions("/usr/local/opt", "bin", "postgresql@*"),
        .. ConfiguredFolder(),
        .. (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries),
    ];

    private static IEnumerable<string> Versions(string parent, string child, string pattern = "*") =>
        !Directory.Exists(parent)
            ? []
            : Directory.EnumerateDirectories(parent, pattern)
                .OrderByDescending(folder => int.TryParse(
                    string.Concat(Path.GetFileName(folder).Where(char.IsAsciiDigit)), out var version) ? version : 0)
                .Select(folder => Path.Combine(folder, child));

    private static IEnumerable<string> ConfiguredFolder()
    {
        try
        {
            using var process = Process.Start(
                new ProcessStartInfo("pg_config", ["--bindir"]) { RedirectStandardOutput = true });
            return [process!.StandardOutput.ReadToEnd().Trim()];
        }
        catch (System.ComponentModel.Win32Exception)
        {
            // No pg_config in PATH: one place less to look at.
            return [];
        }
    }
}
