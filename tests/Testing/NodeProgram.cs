namespace Shopkeeper.Testing;

/// <summary>Where Node.js and its package manager are installed on this machine.</summary>
public static class NodeProgram
{
    /// <summary>The path of Node.js.</summary>
    /// <exception cref="InvalidOperationException">There is none; the message says what to install.</exception>
    public static string Find() => Find("node", "nodejs");

    /// <summary>The path of npm.</summary>
    /// <exception cref="InvalidOperationException">There is none; the message says what to install.</exception>
    public static string FindNpm() => Find("npm", "npm");

    private static string Find(string program, string package) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Path.Combine(folder, program))
            .FirstOrDefault(File.Exists)
        ?? throw new InvalidOperationException(
            $"The tests run programs for Node.js and found no '{program}' in PATH. Install it (Debian, Ubuntu: apt-get "
            + $"install {package}; macOS: brew install node) or run ./test, which does.");
}
