using System.Net;
using Shopkeeper.EndToEnd.Tests.Running;
using Shopkeeper.Testing;

namespace Shopkeeper.EndToEnd.Tests.Overload;

/// <summary>Many requests that are sent at once, and what each is answered.</summary>
internal sealed class Burst
{
    private readonly Task<HttpResponseMessage>[] _answers;

    private Burst(Task<HttpResponseMessage>[] answers) => _answers = answers;

    public static Burst Of(int count, Func<int, Task<HttpResponseMessage>> send) =>
        new([.. Enumerable.Range(0, count).Select(send)]);

    /// <summary>Waits until all but so many are answered.</summary>
    public Task UntilWaitingAsync(int count) => Eventually.PollAsync(
        $"{count} of {_answers.Length} requests wait, and the others are answered",
        () => Task.FromResult(_answers.Count(answer => !answer.IsCompleted)), waiting => waiting <= count);

    /// <summary>Which are not answered yet.</summary>
    public int[] Waiting => [.. Enumerable.Range(0, _answers.Length).Where(at => !_answers[at].IsCompleted)];

    /// <summary>Checks that all that are answered were refused for now, with a word on when to come back.</summary>
    public async Task AssertShedAsync(string retryAfter)
    {
        foreach (var answered in _answers.Where(answer => answer.IsCompleted))
        {
            var answer = await answered;
            await answer.AssertProblemAsync(503, "overloaded", "Retry-After");
            Assert.Equal(retryAfter, Assert.Single(answer.Headers.GetValues("Retry-After")));
        }
    }

    /// <summary>Checks that these are answered 200.</summary>
    public async Task AssertTakenAsync(IEnumerable<int> numbers)
    {
        foreach (var number in numbers) Assert.Equal(HttpStatusCode.OK, (await _answers[number]).StatusCode);
    }
}
