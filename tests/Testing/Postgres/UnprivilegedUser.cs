using System.Diagnostics;

namespace Shopkeeper.Testing.Postgres;

/// <summary>PostgreSQL refuses to run as root, so tests that do (in a container) run it as somebody else.</summary>
internal sealed class UnprivilegedUser
{
    private static readonly string[] Names = ["postgres", "nobody"];

    private UnprivilegedUser(string name, string userId, string groupId) =>
        (Name, UserId, GroupId) = (name, userId, groupId);

    public string Name { get; }

    private string UserId { get; }

    private string GroupId { get; }

    /// <summary>Null when the tests are not run by root, and nothing needs to change.</summary>
    /// <exception cref="InvalidOperationException">They are, and the system knows none of the usual users.</exception>
    public static async Task<UnprivilegedUser?> FindAsync()
    {
        if (!Environment.IsPrivilegedProcess || OperatingSystem.IsWindows())
            return null;

        foreach (var name in Names)
        {
            var (userCode, userId) = await RunAsync("id", "-u", name);
            var (groupCode, groupId) = await RunAsync("id", "-g", name);
            if (userCode == 0 && groupCode == 0)
                return new UnprivilegedUser(name, userId.Trim(), groupId.Trim());
        }

        throw new InvalidOperationException(
            "PostgreSQL does not run as root, and there is no user postgres or nobody to run it as. "
            + "Run the tests as an ordinary user.");
    }

    /// <summary>Gives the folder, and all in it, to this user.</summary>
    public async Task OwnAsync(string folder)
    {
        var (code, output) = await RunAsync("chown", "-R", $"{UserId}:{GroupId}", folder);
        if (code != 0)
            throw new InvalidOperationException($"{folder} could not be given to {Name}: {output}");
    }

    /// <summary>The command line that runs <paramref name="command"/> as this user, in the same process.</summary>
    public string[] Wrap(params string[] command) =>
        File.Exists("/usr/bin/setpriv") || File.Exists("/bin/setpriv")
            ? ["setpriv", $"--reuid={UserId}", $"--regid={GroupId}", "--clear-groups", "--", .. command]
            : ["runuser", "-u", Name, "--", .. command];

    private static async Task<(int Code, string Output)> RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(
            new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output + await error);
    }
}
