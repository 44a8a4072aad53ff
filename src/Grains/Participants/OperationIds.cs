using System.Security.Cryptography;
using System.Text;
using Shopkeeper.Grains.Abstractions.Teardown;

namespace Shopkeeper.Grains.Participants;

/// <summary>
/// Ids of calls to participants: the same for each repetition of a call, whichever process makes it, and another one
/// for each step, operation and round.
/// </summary>
internal static class OperationIds
{
    public static string Of(Guid teardown, string step, ParticipantProgress progress)
    {
        var text = $"{teardown:N}/{step}/{progress.Name}/{progress.Operation}/{progress.Round}";
        return "op_" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }
}
