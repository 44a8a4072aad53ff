using System.Buffers.Binary;

namespace Shopkeeper.Frontend.Operations;

/// <summary>What became of an order to handle dead letters again.</summary>
/// <param name="Replayed">How many are due again.</param>
/// <param name="Remaining">How many more another order would make due.</param>
public sealed record DeadLetterReplayView(int Replayed, int Remaining)
{
    /// <summary>Both numbers as the id under which the answer is remembered: it names nothing.</summary>
    internal Guid ToAnswer()
    {
        Span<byte> numbers = stackalloc byte[16];
        BinaryPrimitives.WriteInt32BigEndian(numbers, Replayed);
        BinaryPrimitives.WriteInt32BigEndian(numbers[4..], Remaining);
        return new Guid(numbers, bigEndian: true);
    }

    internal static DeadLetterReplayView OfAnswer(Guid answer)
    {
        Span<byte> numbers = stackalloc byte[16];
        answer.TryWriteBytes(numbers, bigEndian: true, out _);
        return new DeadLetterReplayView(
            BinaryPrimitives.ReadInt32BigEndian(numbers), BinaryPrimitives.ReadInt32BigEndian(numbers[4..]));
    }
}
