using System.Net.Http.Json;
using System.Text.Json;

namespace Shopkeeper.EndToEnd.Tests.Running;

/// <summary>Reads answers, and says what was answered when it is not what was wanted.</summary>
public static class Answers
{
    /// <summary>The JSON of an answer that must be 2xx.</summary>
    public static async Task<JsonElement> ReadJsonAsync(this HttpResponseMessage answer)
    {
        if (!answer.IsSuccessStatusCode)
        {
            throw new InvalidOperationException(
                $"{answer.RequestMessage?.Method} {answer.RequestMessage?.RequestUri?.AbsolutePath} answered "
                + $"{(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}");
        }
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }

    /// <summary>The body as text.</summary>
    public static Task<string> ReadTextAsync(this HttpResponseMessage answer) => answer.Content.ReadAsStringAsync();

    /// <summary>The JSON of a GET that must be 2xx.</summary>
    public static async Task<JsonElement> ReadAsync(this HttpClient client, string path)
    {
        using var answer = await client.GetAsync(path);
        return await answer.ReadJsonAsync();
    }

    /// <summary>The body of a GET, whatever its status.</summary>
    public static async Task<string> ReadTextOfAsync(this HttpClient client, string path)
    {
        using var answer = await client.GetAsync(path);
        return await answer.ReadTextAsync();
    }

    /// <summary>
    /// Checks that an answer is a problem by RFC 9457 with a status, a code and, where one is named, a field with its
    /// remedy; and that it gives away nothing of the inside.
    /// </summary>
    public static async Task AssertProblemAsync(
        this HttpResponseMessage answer, int status, string? code = null, string? field = null)
    {
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(
            status == (int)answer.StatusCode,
            $"{answer.RequestMessage?.RequestUri?.AbsolutePath}: {status}, not {(int)answer.StatusCode}: {text}");
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        var problem = JsonDocument.Parse(text).RootElement;
        Assert.Equal(status, problem.GetProperty("status").GetInt32());
        Assert.StartsWith("urn:shopkeeper:", problem.GetProperty("type").GetString(), StringComparison.Ordinal);
        if (code is not null) Assert.Equal($"urn:shopkeeper:{code}", problem.GetProperty("type").GetString());
        if (field is not null)
        {
            var error = Assert.Single(
                problem.GetProperty("errors").EnumerateArray(), one => one.GetProperty("field").GetString() == field);
            Assert.False(string.IsNullOrWhiteSpace(error.GetProperty("remedy").GetString()));
        }
        AssertSaysNothingOfTheInside(text);
    }

    /// <summary>Checks that a text has no stack trace, whatever else stands in it, as in a page.</summary>
    public static void AssertHasNoTrace(string text)
    {
        foreach (var trace in (string[])["   at ", ".cs:line", "StackTrace", "Unhandled exception"])
            Assert.DoesNotContain(trace, text, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Checks that a text has no stack trace, type name or path of the service's machine.</summary>
    public static void AssertSaysNothingOfTheInside(string text)
    {
        foreach (var trace in (string[])["   at ", "Exception", "Shopkeeper.", "Microsoft.", "System.", ".cs:line"])
            Assert.DoesNotContain(trace, text, StringComparison.Ordinal);
    }
}
