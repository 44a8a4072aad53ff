using System.Net.Http.Headers;
using System.Text;
using Shopkeeper.EndToEnd.Tests.Running;

namespace Shopkeeper.EndToEnd.Tests.Hosting;

/// <summary>Bodies that no reader of JSON takes are told so, whatever they are made of.</summary>
public sealed class OddBodyTests(SharedServices services)
{
    [Fact]
    public async Task Body_when_deeply_nested_or_of_odd_bytes_is_a_problem()
    {
        var service = await services.OnAsync(DatabaseKind.Sqlite);
        var shop = await Merchant.InstalledAsync(service);
        byte[][] bodies =
        [
            Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("{\"a\":", 2000))), [0xFF, 0xFE, 0x7B, 0x7D],
            [0x7B, 0x22, 0xC3, 0x28, 0x22, 0x3A, 0x31, 0x7D], Encoding.UTF8.GetBytes(new string('[', 10_000)),
            Encoding.UTF8.GetBytes("{\"a\":\"\\ud800\"}"), Encoding.UTF8.GetBytes("{\"\\udc00\":1}"),
        ];
        foreach (var (method, path) in ((string, string)[])
            [("PUT", "/api/configuration"), ("PUT", "/api/preferences"), ("POST", "/api/jobs")])
        {
            foreach (var body in bodies)
            {
                using var request = new HttpRequestMessage(new HttpMethod(method), path);
                request.Content = new ByteArrayContent(body);
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await shop.MintTokenAsync());
                request.Headers.TryAddWithoutValidation("If-Match", "*");
                request.Content.Headers.TryAddWithoutValidation("Content-Type", "application/json");
                using var answer = await service.Public.SendAsync(request, CancellationToken.None);
                await answer.AssertProblemAsync(400, "bad-request", "body");
            }
        }
    }
}
