using System.Collections.Frozen;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace Doneon.Tasks;

/// <summary>
/// A text as a search sees it: without case and marks, in words. It does what the functions fold() and words_of() do in the database, and
/// knows of each letter where it came from. A test holds both equal.
/// </summary>
sealed class SearchText
{
    readonly string text;
    readonly List<char> folded;
    readonly List<int> places;

    /// <summary>Each letter, and after it the same letter with marks. The framework's own decomposition is left out of the program.</summary>
    const string Marked = """
        aÅàáâãäåāăąǎǟǡǻȁȃȧḁạảấầẩẫậắằẳẵặ bḃḅḇ cçćĉċčḉ dďđḋḍḏḑḓ eèéêëēĕėęěȅȇȩḕḗḙḛḝẹẻẽếềểễệ fḟ gĝğġģǧǵḡ hĥħȟḣḥḧḩḫẖ
        iìíîïĩīĭįİıǐȉȋḭḯỉị jĵǰ kKķǩḱḳḵ lĺļľłḷḹḻḽ mḿṁṃ nñńņňǹṅṇṉṋ oòóôõöøōŏőơǒǫǭǿȍȏȫȭȯȱṍṏṑṓọỏốồổỗộớờởỡợ pṕṗ rŕŗřȑȓṙṛṝṟ sśŝşšșṡṣṥṧṩ
        tţťțṫṭṯṱẗ uùúûüũūŭůűųưǔǖǘǚǜȕȗṳṵṷṹṻụủứừửữự vṽṿ wŵẁẃẅẇẉẘ xẋẍ yýÿŷȳẏẙỳỵỷỹ zźżžẑẓẕ æǣǽ ſẛ ʒǯ ʹʹ αάἀἁἂἃἄἅἆἇὰάᾀᾁᾂᾃᾄᾅᾆᾇᾰᾱᾲᾳᾴᾶᾷ
        εέἐἑἒἓἔἕὲέ ηήἠἡἢἣἤἥἦἧὴήᾐᾑᾒᾓᾔᾕᾖᾗῂῃῄῆῇ ιΐίϊἰἱἲἳἴἵἶἷὶίιῐῑῒΐῖῗ οόὀὁὂὃὄὅὸό ρῤῥ σς υΰϋύὐὑὒὓὔὕὖὗὺύῠῡῢΰῦῧ
        ωΩώὠὡὢὣὤὥὦὧὼώᾠᾡᾢᾣᾤᾥᾦᾧῲῳῴῶῷ ϒϓϔ аӑӓ гѓ еѐёӗ жӂӝ зӟ ийѝӣӥ кќ оӧ уўӯӱӳ чӵ ыӹ эӭ ії ѵѷ әӛ өӫ
        """;

    static readonly FrozenDictionary<char, char> Plain = Marked.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
        .SelectMany(group => group.Skip(1).Select(marked => (marked, plain: group[0]))).ToFrozenDictionary(pair => pair.marked, pair => pair.plain);

    public SearchText(string text)
    {
        (this.text, folded, places, Words) = (text, new(text.Length), new(text.Length), []);
        for (var i = 0; i < text.Length; i++)
        {
            if (IsMark(text[i])) continue;
            if (char.IsHighSurrogate(text[i]) && Rune.TryGetRuneAt(text, i, out var rune)) Add(Rune.ToLowerInvariant(rune).ToString(), i++);
            else if (char.ToLowerInvariant(text[i]) is 'ß' or 'ẞ') Add("ss", i);
            else Add([Folded(text[i])], i);
        }
        Split();
    }

    /// <summary>Where the words begin in the folded text, and how long they are.</summary>
    public List<(int Start, int Length)> Words { get; }

    public ReadOnlySpan<char> this[int word] => CollectionsMarshal.AsSpan(folded).Slice(Words[word].Start, Words[word].Length);

    /// <summary>All of it, without what stands around its words.</summary>
    public string Whole => new string(CollectionsMarshal.AsSpan(folded)).Trim();

    /// <summary>Where that which begins in one word and ends in another stands in the text itself. The last letter counts whole: ß, with its marks.</summary>
    public (int Start, int End) Place(int first, int from, int last, int to)
    {
        var end = places[Words[last].Start + to - 1];
        return (places[Words[first].Start + from], end + StringInfo.GetNextTextElementLength(text, end));
    }

    static char Folded(char letter) => char.IsAscii(letter) ? char.ToLowerInvariant(letter)
        : Plain.GetValueOrDefault(char.ToLowerInvariant(letter), char.ToLowerInvariant(letter));

    void Add(ReadOnlySpan<char> letters, int place)
    {
        foreach (var letter in letters)
        {
            folded.Add(letter);
            places.Add(place);
        }
    }

    void Split()
    {
        var start = -1;
        for (var i = 0; i <= folded.Count; i++)
        {
            var symbol = i < folded.Count ? SymbolAt(i) : 0;
            var isInside = i < folded.Count && symbol == 0 && !IsBetweenWords(folded[i]);
            if (isInside && start < 0) start = i;
            if (isInside || start < 0 && symbol == 0) continue;
            if (start >= 0) Words.Add((start, i - start));
            start = -1;
            if (symbol > 0) Words.Add((i, symbol));
            i += Math.Max(0, symbol - 1);
        }
    }

    /// <summary>The length of a symbol, which is a word by itself; 0 where none is.</summary>
    int SymbolAt(int i) => folded[i] switch
    {
        '$' or '%' or '&' or '+' or (>= '<' and <= '>') or '^' or '_' or '|' or '~' => 1,
        (>= '\u20a0' and <= '\u20cf') or (>= '\u2100' and <= '\u2bff') => 1,
        '\ud83c' or '\ud83d' when i + 1 < folded.Count => 2,
        '\ud83e' when i + 1 < folded.Count && folded[i + 1] <= '\udeff' => 2,
        _ => 0,
    };

    static bool IsBetweenWords(char letter) => letter switch
    {
        < 'a' => !char.IsAsciiDigit(letter),
        < '\u00c0' => letter is > 'z' and not ('ª' or 'µ' or 'º'),
        '×' or '÷' or '\u060c' or '\u061b' or '\u061f' or '\u06d4' or '\u0964' or '\u0965' or '\ufeff' => true,
        (>= '\u2000' and <= '\u206f') or (>= '\u2e00' and <= '\u2e7f') => true,
        (>= '\u3000' and <= '\u3004') or (>= '\u3008' and <= '\u3030') or (>= '\u303d' and <= '\u303f') => true,
        (>= '\ufe00' and <= '\ufe6f') or (>= '\uff01' and <= '\uff0f') or (>= '\uff1a' and <= '\uff20') => true,
        (>= '\uff3b' and <= '\uff40') or (>= '\uff5b' and <= '\uff65') => true,
        _ => false,
    };

    static bool IsMark(char letter) => letter is (>= '\u0300' and <= '\u036f') or (>= '\u1ab0' and <= '\u1aff') or (>= '\u1dc0' and <= '\u1dff');
}
