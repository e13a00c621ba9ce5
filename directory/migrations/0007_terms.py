import directory.fields
import directory.models.term
import django.db.models.deletion
import wagtail.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('directory', '0006_declarations'),
        migrations.swappable_dependency(settings.WAGTAIL_PAGE_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Term',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('term', models.CharField(help_text='As people say it: “CYPS”, “Referral”.', max_length=80, unique=True)),
                ('slug', models.SlugField(help_text='Its place in the glossary: /glossary/#cyps. Do not change it once it is public.', unique=True, validators=[directory.models.term.is_free_anchor], verbose_name='anchor')),
                ('other_names', directory.fields.LinesField(blank=True, default='', help_text='The long form, the short form and other words for the same thing, one a line.')),
                ('meaning', models.CharField(help_text='What it means, in plain words: one sentence or two. A 10-year-old should understand it.', max_length=300, validators=[directory.models.term.is_short_enough])),
                ('more', wagtail.fields.RichTextField(blank=True, verbose_name='more about it')),
                ('is_explained', models.BooleanField(default=True, help_text='Where a page uses it first, readers can open its meaning. Not for words that everybody knows.', verbose_name='explain it in text')),
                ('is_exact', models.BooleanField(default=False, help_text='For names that are also everyday words: “Sorted”. Short forms such as CYPS are always read so.', verbose_name='only with these capitals')),
                ('reviewed_on', models.DateField(blank=True, null=True, verbose_name='last reviewed')),
                ('review_due_on', models.DateField(blank=True, null=True, verbose_name='next review due')),
                ('sources', directory.fields.LinesField(blank=True, default='', help_text='Who says so, one a line.')),
                ('page', models.ForeignKey(blank=True, help_text='Where to read on. The term is not explained on that page.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.WAGTAIL_PAGE_MODEL)),
            ],
            options={
                'ordering': ['term'],
            },
        ),
    ]
