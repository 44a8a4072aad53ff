namespace Shopkeeper.Testing;

/// <summary>Where Node.js is installed on this machine.</summary>
public static class NodeProgram
{
    /// <summary>The program's path.</summary>
    /// <exception cref="InvalidOperationException">There is none; the message says what to install.</exception>
    public static string Find() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Path.Combine(folder, "node"))
            .FirstOrDefault(File.Exists)
        ?? throw new InvalidOperationException(
            "The tests run a sample with Node.js and found no 'node' in PATH. Install it (Debian, Ubuntu: apt-get "
            + "install nodejs; macOS: brew install node) or run ./test, which does.");
}
