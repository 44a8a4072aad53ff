using Shopkeeper.EndToEnd.Tests.Running;

namespace Shopkeeper.EndToEnd.Tests.Failover;

/// <summary>What an answer had to be.</summary>
internal static class RequiredAnswers
{
    /// <summary>Fails where a status is another one than wanted, with what was said instead.</summary>
    public static async Task RequireAsync(this HttpResponseMessage answer, int wanted)
    {
        if ((int)answer.StatusCode == wanted) return;
        throw new InvalidOperationException(
            $"{answer.RequestMessage?.Method} {answer.RequestMessage?.RequestUri?.AbsolutePath} was answered "
            + $"{(int)answer.StatusCode}, not {wanted}: {await answer.ReadTextAsync()}");
    }
}
