using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Shopkeeper.EndToEnd.Tests.Canaries;
using Shopkeeper.EndToEnd.Tests.Running;

namespace Shopkeeper.EndToEnd.Tests.Erasure;

/// <summary>What the service answers to every GET that it describes, and to those that it does not.</summary>
public sealed class EveryAnswer(ShopkeeperProcess service, IReadOnlyDictionary<string, string> ids)
{
    private static readonly string[] Undescribed =
    [
        "/metrics", "/health/ready", "/openapi/v1.json", "/ops/sign-in", "/dashboard", "/dashboard/DashboardCounters",
        "/dashboard/ClusterStats", "/dashboard/TopGrainMethods", "/dashboard/Reminders/1", "/dashboard/Reminders",
        "/ops/api/shops?limit=250", "/ops/api/certificates?limit=250", "/ops/api/teardowns?limit=250",
    ];

    /// <summary>Asks both listeners, with an operator's key and with the session tokens given.</summary>
    /// <returns>Status line, headers and body of each answer, named by what was asked.</returns>
    public async Task<IReadOnlyList<Haystack>> ReadAsync(params string[] sessionTokens)
    {
        var answers = new List<Haystack>();
        var description = await service.Internal.ReadAsync("/openapi/v1.json");
        foreach (var path in PathsOf(description).Concat(Undescribed))
        {
            answers.Add(await AskAsync(service.Internal, path, service.Keys.Operator));
            foreach (var token in sessionTokens) answers.Add(await AskAsync(service.Public, path, token));
        }
        return answers;
    }

    private IEnumerable<string> PathsOf(JsonElement description) =>
        from path in description.GetProperty("paths").EnumerateObject()
        where path.Value.TryGetProperty("get", out _)
        select Fill(path.Name);

    private string Fill(string path)
    {
        var start = path.IndexOf('{', StringComparison.Ordinal);
        if (start < 0) return path;
        var end = path.IndexOf('}', start);
        var name = path[(start + 1)..end];
        var kind = path.Split('/')[^2];
        var value = ids.TryGetValue(kind, out var id) || ids.TryGetValue(name, out id)
            ? id
            : throw new InvalidOperationException($"{path} needs a value for '{name}': name one in the test.");
        return Fill(path[..start] + Uri.EscapeDataString(value) + path[(end + 1)..]);
    }

    private static async Task<Haystack> AskAsync(HttpClient client, string path, string bearer)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", bearer);
        using var answer = await client.SendAsync(request, CancellationToken.None);
        Assert.True((int)answer.StatusCode < 500, $"{path} answered {(int)answer.StatusCode}");
        var text = new StringBuilder($"{(int)answer.StatusCode}\n")
            .Append(answer.Headers).Append(answer.Content.Headers)
            .Append(Encoding.Latin1.GetString(await answer.Content.ReadAsByteArrayAsync()));
        return new Haystack($"GET {path}", text.ToString());
    }
}
