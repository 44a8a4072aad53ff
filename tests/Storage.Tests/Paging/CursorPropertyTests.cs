using CsCheck;
using Shopkeeper.Grains.Abstractions.Paging;
using Shopkeeper.Storage.Paging;
using Shopkeeper.Testing.Generation;

namespace Shopkeeper.Storage.Tests.Paging;

/// <summary>Cursors come back from callers, who may write anything.</summary>
public sealed class CursorPropertyTests
{
    private static readonly Gen<string> Places = Texts.Whole.Where(place => place.Length <= 60);

    private static readonly Gen<string> Written = Gen.OneOf(
        Gen.Select(Gen.OneOfConst("shops", "jobs", ""), Places, Cursor.Write),
        Gen.Select(Gen.Long[0, long.MaxValue / 2], Gen.Guid, (at, id) => Cursor.Write(
            "jobs", $"{at % 253_402_300_799_999}.{id:D}")),
        Gen.Long.Select(number => Cursor.Write("jobs", $"{number}")),
        Gen.Guid.Select(id => Cursor.Write("jobs", $"{id:D}")));

    [Fact]
    public void Cursor_when_written_reads_back_in_its_list_and_is_refused_in_another() =>
        Property.Holds(Places, place =>
        {
            var cursor = Cursor.Write("shops", place);
            Assert.Equal(place, Cursor.Read("shops", cursor));
            Assert.Throws<InvalidCursorException>(() => Cursor.Read("jobs", cursor));
        });

    [Fact]
    public void Cursor_of_a_place_in_time_reads_back_as_it_was() =>
        Property.Holds(Gen.Select(Gen.Long[0, 253_402_300_799_999], Gen.Guid), place =>
        {
            var at = DateTimeOffset.FromUnixTimeMilliseconds(place.Item1);
            var cursor = Cursor.Write("jobs", Cursor.Moment(at, place.Item2));
            Assert.Equal((at, place.Item2), Cursor.ReadMoment("jobs", cursor));
        });

    [Fact]
    public void Cursor_whatever_its_text_has_one_spelling_or_is_refused_and_nothing_else() =>
        Property.Holds(
            Texts.Near(Written), text =>
            {
                Refused(() => Assert.Equal(text, Cursor.Write("shops", Cursor.Read("shops", text)!)));
                Refused(() => Assert.Equal(text, Cursor.Write("jobs", Cursor.Read("jobs", text)!)));
                Refused(() => Assert.True(Cursor.ReadNumber("jobs", text) >= 0));
                Refused(() => Assert.NotNull(Cursor.ReadId("jobs", text)));
                Refused(() => Assert.NotNull(Cursor.ReadMoment("jobs", text).Id));
            },
            10_000);

    // Any other exception than the documented one comes through, and fails the property.
    private static void Refused(Action read)
    {
        try
        {
            read();
        }
        catch (InvalidCursorException)
        {
            // Documented.
        }
    }
}
