using Shopkeeper.EndToEnd.Tests.Running;
using Shopkeeper.Testing;

namespace Shopkeeper.EndToEnd.Tests.CommandLine;

/// <summary>The executable's other commands.</summary>
public sealed class CommandTests
{
    [Theory, OnBothDatabases]
    public async Task Migrate_when_run_twice_brings_the_database_up_to_date_and_serves_nothing(DatabaseKind kind)
    {
        using var folder = new TemporaryFolder();
        var settings = ServiceSettings.For(new Keys());
        foreach (var key in settings.Keys.Where(key => key.StartsWith("Logging:", StringComparison.Ordinal)).ToArray())
            settings.Remove(key);
        settings["Shopify:AppUrl"] = "https://app.example.com";
        settings["Storage:DataDirectory"] = folder.Combine("data");
        settings["Keys:Directory"] = folder.Combine("keys");
        settings["ConnectionStrings:Shopkeeper"] = kind == DatabaseKind.Sqlite
            ? null
            : await Testing.Postgres.PostgresServer.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        for (var round = 0; round < 2; round++)
        {
            var (code, output) = await RunAsync(["migrate"], ServiceSettings.AsEnvironment(settings));
            Assert.True(code == 0, output);
            Assert.Contains("up to date", output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Help_when_asked_for_lists_the_commands_and_options()
    {
        var (code, output) = await RunAsync(["--help"]);
        Assert.Equal(0, code);
        Assert.All((string[])["serve", "demo", "migrate", "seed", "certificate"], command =>
            Assert.Contains(command, output, StringComparison.Ordinal));
        var (serve, described) = await RunAsync(["serve", "--help"]);
        Assert.Equal(0, serve);
        Assert.Contains("--Section:Key", described, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Serve_when_settings_of_two_sections_are_wrong_names_both()
    {
        var settings = ServiceSettings.AsEnvironment(ServiceSettings.For(new Keys()));

        var (code, output) = await RunAsync(["serve", "--role", "worker"], settings);

        Assert.Equal(2, code);
        Assert.Contains("Cluster:Role is all, silo or front-end", output, StringComparison.Ordinal);
        Assert.Contains("Shopify:AppUrl", output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("serve nonsense")]
    [InlineData("migrate --colour blue")]
    [InlineData("seed --count -1")]
    [InlineData("seed --count many")]
    [InlineData("certificate")]
    [InlineData("certificate verify")]
    [InlineData("demo --directory")]
    public async Task Command_line_when_wrong_is_refused_in_words(string line)
    {
        var (code, output) = await RunAsync(line.Split(' '));

        Assert.True(code is 1 or 2, $"exit code {code}: {output}");
        Assert.False(string.IsNullOrWhiteSpace(output));
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
        Assert.DoesNotContain("Unhandled", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Demo_when_the_folder_holds_other_files_touches_none_of_them()
    {
        using var folder = new TemporaryFolder();
        var precious = folder.Combine("precious.txt");
        await File.WriteAllTextAsync(precious, "mine", TestContext.Current.CancellationToken);

        var (code, output) = await RunAsync(["demo", "--directory", folder.Path]);

        Assert.Equal(1, code);
        Assert.Contains("other files", output, StringComparison.Ordinal);
        Assert.Equal("mine", await File.ReadAllTextAsync(precious, TestContext.Current.CancellationToken));
    }

    private static async Task<(int Code, string Output)> RunAsync(
        string[] arguments, IReadOnlyDictionary<string, string?>? environment = null)
    {
        await using var process = ServiceProcess.Start("Silo", arguments, environment);
        var code = await process.WaitForExitAsync(TimeSpan.FromSeconds(60));
        return (code, process.ReadLog());
    }
}
