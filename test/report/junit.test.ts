import fc from 'fast-check'
import { SaxesParser } from 'saxes'
import { describe, expect, test } from 'vitest'
import { renderJunit } from '../../src/report/junit.ts'
import type { Check, Report } from '../../src/report/report.ts'
import { hostileReport, sampleReport } from './sample-report.ts'

/** Every element with its attributes; throws at the first thing XML 1.0 does not allow. */
function parseXml(xml: string): { name: string; attributes: Record<string, string> }[] {
  const elements: { name: string; attributes: Record<string, string> }[] = []
  const parser = new SaxesParser()
  parser.on('error', error => {
    throw error
  })
  parser.on('opentag', ({ name, attributes }) => elements.push({ name, attributes }))
  parser.write(xml).close()
  return elements
}

function withNames(names: readonly string[]): Report {
  const checks = names.map(
    (name): Check => ({ group: name, name, outcome: 'failed', title: name, message: name }),
  )
  return { ...sampleReport, checks }
}

describe('junit', () => {
  test('renders the sample', () => {
    expect(renderJunit(sampleReport)).toMatchInlineSnapshot(`
      "<?xml version="1.0" encoding="UTF-8"?>
      <testsuites name="mlreg" tests="7" failures="4" errors="0" skipped="1">
        <testsuite name="drift" tests="6" failures="3" errors="0" skipped="1">
          <testcase classname="mlreg.drift" name="education-num">
            <failure message="drift: education-num" type="drift">median 9 → 13</failure>
          </testcase>
          <testcase classname="mlreg.drift" name="region">
            <failure message="drift: region" type="drift">missing in the current window</failure>
          </testcase>
          <testcase classname="mlreg.drift" name="occupation">
            <failure message="drift: occupation" type="drift">“Gig-worker” is new: 15.0% of rows, 5,203 of them; “Craft-repair” fell from 40.0% to 25.0%</failure>
          </testcase>
          <testcase classname="mlreg.drift" name="age"/>
          <testcase classname="mlreg.drift" name="capital-gain"/>
          <testcase classname="mlreg.drift" name="embedding">
            <skipped message="a list of numbers is not a kind mlreg compares"/>
          </testcase>
        </testsuite>
        <testsuite name="degradation" tests="1" failures="1" errors="0" skipped="0">
          <testcase classname="mlreg.degradation" name="capital-gain null_rate">
            <failure message="null_rate: capital-gain" type="degradation">12.4% of rows are empty, 124 times the baseline</failure>
          </testcase>
        </testsuite>
      </testsuites>
      "
    `)
  })

  test('is strict XML with hostile names, and counts what is in it', () => {
    const elements = parseXml(renderJunit(hostileReport))
    const count = (name: string) => String(elements.filter(element => element.name === name).length)
    expect(elements[0]?.attributes).toMatchObject({
      tests: count('testcase'),
      failures: count('failure'),
      skipped: count('skipped'),
    })
  })

  test('is strict XML with every character below space, U+FFFE, U+FFFF and ]]>', () => {
    const controls = Array.from({ length: 0x20 }, (_, i) => String.fromCharCode(i))
    const names = [...controls, '\u007f', '\u0085', '\ufffe', '\uffff', '\ud800', ']]>', '<!--', '"\'&lt;']
    expect(() => parseXml(renderJunit(withNames(names)))).not.toThrow()
  })

  test('is strict XML with any name', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary' })), names => {
        parseXml(renderJunit(withNames(names)))
      }),
    )
  })
})
