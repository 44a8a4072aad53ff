using System.Text.Json;
using System.Text.Json.Nodes;
using Shopkeeper.EndToEnd.Tests.Running;
using Shopkeeper.Testing;

namespace Shopkeeper.EndToEnd.Tests.Hosting;

/// <summary>The committed description of the API is the running service's.</summary>
public sealed class OpenApiTests(SharedServices services)
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    [Theory, OnBothDatabases]
    public async Task Description_when_the_service_runs_is_the_one_in_docs(DatabaseKind kind)
    {
        var service = await services.OnAsync(kind);
        var served = JsonNode.Parse(await service.Internal.ReadTextOfAsync("/openapi/v1.json"))!;
        var path = Path.Combine(RepositoryRoot.Path, "docs", "openapi.json");
        var text = served.ToJsonString(Indented).ReplaceLineEndings("\n") + "\n";
        if (Environment.GetEnvironmentVariable("UPDATE_OPENAPI") == "1")
            await File.WriteAllTextAsync(path, text, TestContext.Current.CancellationToken);

        Assert.True(File.Exists(path), "docs/openapi.json is missing: run the tests with UPDATE_OPENAPI=1.");
        var committed = await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken);

        Assert.True(
            JsonNode.DeepEquals(JsonNode.Parse(committed), served),
            "docs/openapi.json is not what the service serves. Look at the difference, and if it is meant, run "
            + "UPDATE_OPENAPI=1 dotnet test --project tests/EndToEnd.Tests and commit it.");
    }
}
